// What kernels get to see of what was brought to the device from page-locked memory.
#pragma once

#include <stddef.h>

// Adds a line to the file PRETENDED_SEEN, where that is set: the GPU, the process, how many bytes, and a sum over what stands there
// in the moment in which a stream is let go on to read it.
void noteSeen(const void *start, size_t bytes);
