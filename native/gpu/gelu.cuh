#pragma once

#include "rows.cuh"

namespace parasample {

extern "C" __global__ void parasampleGelu(const float *x, float *y, int64_t size) {
  const int64_t i = threadPlace();
  if (i < size) y[i] = geluAt(x[i]);
}

extern "C" __global__ void parasampleGeluGradient(const float *gradient, const float *x, float *out, int64_t size) {
  const int64_t i = threadPlace();
  if (i < size) out[i] = gradient[i] * geluSlopeAt(x[i]);
}

// With a bias for every `rowsPerBias` rows, a warp a row.
extern "C" __global__ void parasampleBiasGelu(const float *x, const float *biases, float *y, int64_t rows, int64_t width,
                                              int64_t rowsPerBias) {
  const int64_t row = rowOfWarp();
  if (row >= rows) return;
  const float *in = x + row * width, *bias = biases + row / rowsPerBias * width;
  float *out = y + row * width;
  overLane(width, [=](int64_t i) { out[i] = geluAt(in[i] + bias[i]); });
}

extern "C" __global__ void parasampleBiasGeluGradient(const float *gradients, const float *x, const float *biases,
                                                      float *result, int64_t rows, int64_t width, int64_t rowsPerBias) {
  const int64_t row = rowOfWarp();
  if (row >= rows) return;
  const float *gradient = gradients + row * width, *in = x + row * width, *bias = biases + row / rowsPerBias * width;
  float *out = result + row * width;
  overLane(width, [=](int64_t i) { out[i] = gradient[i] * geluSlopeAt(in[i] + bias[i]); });
}

}  // namespace parasample
