#pragma once

#include "rows.cuh"

namespace parasample {

// NaN stays one.
inline float rectified(float x) { return x < 0.0f ? 0.0f : x; }

// What a layer gives, its bias and what goes past the layer, added up; as in gelu.cuh a warp a row and a bias for every
// `rowsPerBias` rows.
extern "C" __global__ void parasampleBiasResidual(const float *x, const float *biases, const float *residuals, float *y,
                                                  int64_t rows, int64_t width, int64_t rowsPerBias,
                                                  int32_t isRectified) {
  const int64_t row = rowOfWarp();
  if (row >= rows) return;
  const float *in = x + row * width, *bias = biases + row / rowsPerBias * width, *past = residuals + row * width;
  float *out = y + row * width;
  overLane(width, [=](int64_t i) {
    const float sum = in[i] + bias[i] + past[i];
    out[i] = isRectified ? rectified(sum) : sum;
  });
}

extern "C" __global__ void parasampleBiasRelu(const float *x, const float *biases, float *y, int64_t rows,
                                              int64_t width, int64_t rowsPerBias) {
  const int64_t row = rowOfWarp();
  if (row >= rows) return;
  const float *in = x + row * width, *bias = biases + row / rowsPerBias * width;
  float *out = y + row * width;
  overLane(width, [=](int64_t i) { out[i] = rectified(in[i] + bias[i]); });
}

}  // namespace parasample
