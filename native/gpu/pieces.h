// Stretches of the vectors of all parameters, by value: which of them a block takes needs no memory of the GPU.
#pragma once

#include "lanes.h"

namespace parasample {

// From `offset` on `length` parameters, whose gradient has `size` numbers: behind it, where vectors are padded, it is zero.
struct Piece {
  const float *gradient;
  int32_t offset, size, length;
  // Of the launch: blocks take stretches of pieces, one piece after the other.
  int32_t firstBlock;
  // As `Part` in native/optimiser.h has them.
  float rate, decay;

  bool isMoving() const { return rate < 0; }
};

// Means, as `Piece` has them, and the log standard deviations behind them.
struct GaussianPiece {
  const float *gradient, *ofLogStd;
  int32_t offset, size, length;
  int32_t firstBlock;
  // Of the prior.
  float precision;
};

constexpr int32_t numbersOfBlock = 1024;

// What one launch takes: kernels' arguments have 4 kB.
template <typename One>
struct Pieces {
  static constexpr int most = 3700 / sizeof(One);
  int32_t count, blocks;
  One of[most];
};

}  // namespace parasample
