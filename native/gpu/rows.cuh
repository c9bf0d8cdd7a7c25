// Sums and maxima over a row that the 32 lanes of a warp share. All threads of a block must come here together: where
// blocks and threads are emulated (test/native), a warp waits for its whole block.
#pragma once

#include "lanes.h"

namespace parasample {

constexpr int lanesOfWarp = 32;

template <typename Fold>
inline float foldWarp(float value, const Fold &fold) {
  for (int distance = lanesOfWarp / 2; distance > 0; distance /= 2)
    value = fold(value, __shfl_xor_sync(0xffffffffu, value, distance));
  return value;
}

// Folds term(i) over [0, count); every lane gets the result.
template <typename Term, typename Fold>
inline float foldRow(int64_t count, float start, const Term &term, const Fold &fold) {
  float value = start;
  for (int64_t i = threadIdx.x % lanesOfWarp; i < count; i += lanesOfWarp) value = fold(value, term(i));
  return foldWarp(value, fold);
}

template <typename Term>
inline float sumOfRow(int64_t count, const Term &term) {
  return foldRow(count, 0.0f, term, [](float a, float b) { return a + b; });
}

// The row of this thread's warp.
inline int64_t rowOfWarp() {
  return (static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x) / lanesOfWarp;
}

// Calls body(i) for this lane's elements of a row.
template <typename Body>
inline void overLane(int64_t count, const Body &body) {
  for (int64_t i = threadIdx.x % lanesOfWarp; i < count; i += lanesOfWarp) body(i);
}

// Place of this thread among all of the grid's first dimension.
inline int64_t threadPlace() { return static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; }

}  // namespace parasample
