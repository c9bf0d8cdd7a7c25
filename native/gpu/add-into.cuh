#pragma once

#include "rows.cuh"

namespace parasample {

// Stores x, or adds it to what is there.
extern "C" __global__ void parasampleAddInto(const float *x, float *sum, int64_t size, int32_t isFurther) {
  const int64_t i = threadPlace();
  if (i < size) sum[i] = isFurther ? sum[i] + x[i] : x[i];
}

}  // namespace parasample
