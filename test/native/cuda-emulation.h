// What kernels for GPUs take from CUDA, so that a C++ compiler for CPUs compiles them: blocks run one after the other, the
// threads of a block are fibres that take turns. Where they wait for each other, the next one goes on.
#pragma once

struct Place {
  unsigned x, y, z;
};

extern Place threadIdx, blockIdx, blockDim;

// Lets the other threads of the block come to the same place.
void waitForBlock();

// This thread's value meets those of its warp, whose threads must all come here.
float exchanged(float value, int lane);

inline float __shfl_xor_sync(unsigned, float value, int distance) {
  return exchanged(value, static_cast<int>(threadIdx.x % 32) ^ distance);
}

inline void __syncthreads() { waitForBlock(); }

#define __global__
// Blocks run one after the other.
#define __shared__ static
