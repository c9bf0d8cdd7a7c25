#pragma once

#include "rows.cuh"

namespace parasample {

// A part a row of blocks. Every number is read in its order and written where its head lies.
extern "C" __global__ void parasampleJoinHeads(const float *queries, const float *keys, const float *values, float *out,
                                               int64_t size, int64_t heads, int64_t tokens, int64_t width) {
  const int64_t i = threadPlace(), part = blockIdx.y;
  if (i >= size) return;
  const float *in = part == 0 ? queries : part == 1 ? keys : values;
  out[placeBesideHeads(i, part, 3, heads, tokens, width)] = in[i];
}

}  // namespace parasample
