// Softmax along the last axis, a warp a row. Warps beyond the last row compute it again and store nothing.
#pragma once

#include "rows.cuh"

namespace parasample {

extern "C" __global__ void parasampleSoftmax(const float *in, float *result, int64_t rows, int64_t width) {
  const int64_t own = rowOfWarp(), row = own < rows ? own : rows - 1;
  const float *x = in + row * width;
  const float most = foldRow(width, x[0], [=](int64_t i) { return x[i]; },
                             [](float a, float b) { return a > b ? a : b; });
  const float factor = 1.0f / sumOfRow(width, [=](int64_t i) { return exponential(x[i] - most); });
  float *out = result + row * width;
  if (own < rows) overLane(width, [=](int64_t i) { out[i] = exponential(x[i] - most) * factor; });
}

extern "C" __global__ void parasampleSoftmaxGradient(const float *gradients, const float *probabilities, float *result,
                                                     int64_t rows, int64_t width) {
  const int64_t own = rowOfWarp(), row = own < rows ? own : rows - 1;
  const float *gradient = gradients + row * width, *p = probabilities + row * width;
  const float mean = sumOfRow(width, [=](int64_t i) { return p[i] * gradient[i]; });
  float *out = result + row * width;
  if (own < rows) overLane(width, [=](int64_t i) { out[i] = p[i] * (gradient[i] - mean); });
}

}  // namespace parasample
