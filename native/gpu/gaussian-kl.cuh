// The KL divergence of Gaussians from a Gaussian prior: each warp sums what its lanes find, then one warp their sums.
#pragma once

#include "rows.cuh"

namespace parasample {

// sums: one for each warp of the grid, whose threads are `threads`.
extern "C" __global__ void parasampleGaussianKl(const float *mean, const float *logStd, const float *priorStd,
                                                float *sums, int64_t size, int64_t threads) {
  const float precision = 1.0f / (*priorStd * *priorStd);
  float sum = 0;
  for (int64_t i = threadPlace(); i < size; i += threads) sum += gaussianKlAt(mean[i], logStd[i], *priorStd, precision);
  sum = foldWarp(sum, [](float a, float b) { return a + b; });
  if (threadIdx.x % lanesOfWarp == 0) sums[rowOfWarp()] = sum;
}

extern "C" __global__ void parasampleSum(const float *numbers, float *sum, int64_t count) {
  const float total = sumOfRow(count, [=](int64_t i) { return numbers[i]; });
  if (threadPlace() == 0) *sum = total;
}

extern "C" __global__ void parasampleGaussianKlGradient(const float *gradient, const float *mean, const float *logStd,
                                                        const float *priorStd, float *ofMean, float *ofLogStd,
                                                        int64_t size) {
  const int64_t i = threadPlace();
  if (i >= size) return;
  const float precision = 1.0f / (*priorStd * *priorStd);
  ofMean[i] = *gradient * (mean[i] * precision);
  ofLogStd[i] = *gradient * gaussianKlSlope(logStd[i], precision);
}

}  // namespace parasample
