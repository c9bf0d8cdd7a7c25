// Drawing weights and the gradient of it. A thread takes four numbers next to each other, which one run of Philox draws.
#pragma once

#include "rows.cuh"
#include "streams.h"

namespace parasample {

// weights[sample] = mean + exp(log_std) * eps, a sample a row of blocks.
extern "C" __global__ void parasampleDraw(const float *mean, const float *logStd, float *weights, int64_t size,
                                          Streams streams) {
  const int64_t four = threadPlace(), first = 4 * four;
  if (first >= size) return;
  float eps[4];
  streams.of[blockIdx.y].four(four, eps);
  float *out = weights + blockIdx.y * size;
  for (int i = 0; i < 4; i += 1)
    if (first + i < size) out[first + i] = mean[first + i] + exponential(logStd[first + i]) * eps[i];
}

// Adds to what is there where earlier samples were summed before.
extern "C" __global__ void parasampleDrawGradient(const float *gradients, const float *logStd, float *ofMean,
                                                  float *ofLogStd, int64_t size, int32_t samples, int32_t isFurther,
                                                  Streams streams) {
  const int64_t four = threadPlace(), first = 4 * four;
  if (first >= size) return;
  float sums[4] = {}, sumsOfStd[4] = {};
  for (int sample = 0; sample < samples; sample += 1) {
    float eps[4];
    streams.of[sample].four(four, eps);
    const float *gradient = gradients + sample * size;
    for (int i = 0; i < 4; i += 1) {
      const float g = first + i < size ? gradient[first + i] : 0.0f;
      sums[i] += g;
      sumsOfStd[i] += g * eps[i];
    }
  }
  for (int i = 0; i < 4; i += 1) {
    const int64_t at = first + i;
    if (at >= size) return;
    const float slope = exponential(logStd[at]) * sumsOfStd[i];
    ofMean[at] = isFurther ? ofMean[at] + sums[i] : sums[i];
    ofLogStd[at] = isFurther ? ofLogStd[at] + slope : slope;
  }
}

}  // namespace parasample
