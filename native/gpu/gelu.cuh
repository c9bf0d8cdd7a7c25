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

}  // namespace parasample
