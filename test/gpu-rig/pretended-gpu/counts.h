// What the pretended GPU was asked for, counted by name. It computes nothing, so counts are all that it knows.
#pragma once

#include <stdint.h>

// Counts one more of `name`, with so many bytes.
void count(const char *name, uint64_t bytes);
// Counts a call of a library's function that the pretended GPU has no more of than its name.
void countStub(const char *name);
// For programs that look at a part of their time: forgets what was counted; writes it down as lines of
// times, bytes and name, with tabs between.
void resetCounts(void);
void writeCounts(const char *path);
