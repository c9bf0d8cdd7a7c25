// In which order streams may do what they are asked for: which kernels a copy to the device can run beside.
#pragma once

#include <stddef.h>

void orderKernel(const void *stream);
// From page-locked memory: others wait for the processor anyway.
void orderCopy(const void *stream, const void *to, size_t bytes);
void orderRecord(const void *event, const void *stream);
void orderWait(const void *stream, const void *event);
