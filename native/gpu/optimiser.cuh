// An optimiser's step over the pieces of all parameters. Gradients are taken where the backward pass left them.
#pragma once

#include "changed.h"
#include "pieces.h"
#include "rows.cuh"
#include "update.h"

namespace parasample {

// Calls body(piece, place in it) for the places of a block.
template <typename One, typename Body>
inline void overBlock(const Pieces<One> &pieces, int32_t block, const Body &body) {
  int32_t low = 0, high = pieces.count - 1;
  while (low < high) {
    const int32_t middle = (low + high + 1) / 2;
    if (pieces.of[middle].firstBlock <= block) low = middle;
    else high = middle - 1;
  }
  const One &piece = pieces.of[low];
  const int32_t first = (block - piece.firstBlock) * numbersOfBlock, rest = piece.length - first;
  const int32_t count = rest < numbersOfBlock ? rest : numbersOfBlock;
  for (int32_t i = threadIdx.x; i < count; i += blockDim.x) body(piece, first + i);
}

template <typename One>
inline float gradientAt(const One &piece, const float *gradient, int32_t i) {
  return i < piece.size ? gradient[i] : 0.0f;
}

// Makes the gradient the sum of all passes' so far, or adds it to them.
extern "C" __global__ void parasampleAddGradients(Changed sum, int32_t isFurther, Pieces<Piece> pieces) {
  overBlock(pieces, blockIdx.x, [=](const Piece &piece, int32_t i) {
    const float gradient = gradientAt(piece, piece.gradient, i);
    const int32_t at = piece.offset + i;
    sum.to[at] = isFurther ? sum.from[at] + gradient : gradient;
  });
}

// A sum of squares for each of `gridBlocks` blocks, in an order that is always the same.
extern "C" __global__ void parasampleSquares(float *sums, int32_t gridBlocks, Pieces<Piece> pieces) {
  __shared__ float ofWarps[lanesOfWarp];
  float sum = 0;
  for (int32_t block = blockIdx.x; block < pieces.blocks; block += gridBlocks)
    overBlock(pieces, block, [&](const Piece &piece, int32_t i) {
      const float gradient = piece.isMoving() ? 0.0f : gradientAt(piece, piece.gradient, i);
      sum += gradient * gradient;
    });
  const auto add = [](float a, float b) { return a + b; };
  sum = foldWarp(sum, add);
  if (threadIdx.x % lanesOfWarp == 0) ofWarps[threadIdx.x / lanesOfWarp] = sum;
  __syncthreads();
  const int32_t warps = blockDim.x / lanesOfWarp;
  const float total = sumOfRow(warps, [=](int64_t warp) { return ofWarps[warp]; });
  if (threadIdx.x == 0) sums[blockIdx.x] = total;
}

// What gradients are scaled with, of which there are so many sums of squares.
inline float scaleOf(const Update &update, const float *squares, int32_t sums) {
  if (update.clipNorm == 0) return 1.0f;
  return clippingScale(std::sqrt(sumOfRow(sums, [=](int64_t i) { return squares[i]; })), update.clipNorm);
}

extern "C" __global__ void parasampleAdam(Changed values, Changed first, Changed second, Update update,
                                          const float *squares, int32_t sums, Pieces<Piece> pieces) {
  const float scale = scaleOf(update, squares, sums);
  overBlock(pieces, blockIdx.x, [=](const Piece &piece, int32_t i) {
    const int32_t at = piece.offset + i;
    const float gradient = gradientAt(piece, piece.gradient, i);
    float p = values.from[at], m = first.from[at], v = second.from[at];
    if (piece.isMoving()) p -= gradient;
    else adamAt(scaledTo(update, piece.rate, piece.decay), scale * gradient, p, m, v);
    values.to[at] = p, first.to[at] = m, second.to[at] = v;
  });
}

extern "C" __global__ void parasampleMomentum(Changed values, Changed velocity, Update update, const float *squares,
                                              int32_t sums, Pieces<Piece> pieces) {
  const float scale = scaleOf(update, squares, sums);
  overBlock(pieces, blockIdx.x, [=](const Piece &piece, int32_t i) {
    const int32_t at = piece.offset + i;
    const float gradient = gradientAt(piece, piece.gradient, i);
    float p = values.from[at], m = velocity.from[at];
    if (piece.isMoving()) p -= gradient;
    else momentumAt(scaledTo(update, piece.rate, piece.decay), scale * gradient, p, m);
    values.to[at] = p, velocity.to[at] = m;
  });
}

// A second moment, where there is one, has no part in it.
extern "C" __global__ void parasampleIvon(Changed values, Changed moments, Changed unused, IvonUpdate update,
                                          Pieces<GaussianPiece> pieces) {
  overBlock(pieces, blockIdx.x, [=](const GaussianPiece &piece, int32_t i) {
    const int32_t mean = piece.offset + i, logStd = mean + piece.length;
    const float gradient = gradientAt(piece, piece.gradient, i), ofLogStd = gradientAt(piece, piece.ofLogStd, i);
    float p = values.from[mean], s = values.from[logStd], m = moments.from[mean], h = moments.from[logStd];
    ivonAt(update, piece.precision / update.effectiveItems, gradient, ofLogStd, p, s, m, h);
    values.to[mean] = p, values.to[logStd] = s, moments.to[mean] = m, moments.to[logStd] = h;
    if (!unused.to || unused.to == unused.from) return;
    unused.to[mean] = unused.from[mean], unused.to[logStd] = unused.from[logStd];
  });
}

}  // namespace parasample
