// Gradients in memory that the worker processes of one run map: each publishes its own, and adds up everybody's.
#pragma once

#include <cstdint>
#include <vector>

#include "operation.h"

namespace parasample {

// Maps every worker's file of gradients, the own one to be written. Each file holds two gradients of `floats`, which take
// turns. Without files the memory is this process's alone. Returns the memory's number, or -1 where it could not be had.
int32_t mapGradients(const std::vector<int> &files, int rank, int64_t floats);
void unmapGradients(int32_t memory);

// Replaces this worker's own share of its published gradient by the sum over all workers.
void reduceShare(int32_t memory, int half);

// Operations; `memory` is [number of the memory, half, mode].

// part, offset, memory -> 0. Stores a part of the gradient in this worker's file, or in mode 1 adds it to what is there.
void publishGradient(Run &run);
// size, memory -> sum over the workers, in rank order: of their whole gradients, or in mode 1 put together from the
// shares that they have reduced.
void sumOfGradients(Run &run);

}  // namespace parasample
