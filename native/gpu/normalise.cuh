// Layer normalisation, a warp a row. Warps beyond the last row compute it again and store nothing.
#pragma once

#include "rows.cuh"

namespace parasample {

extern "C" __global__ void parasampleNormalise(const float *in, const float *scales, const float *offsets, float *result,
                                               float *statistics, int64_t rows, int64_t width, int64_t rowsPerSample) {
  const int64_t own = rowOfWarp(), row = own < rows ? own : rows - 1;
  const float *x = in + row * width;
  const float mean = sumOfRow(width, [=](int64_t i) { return x[i]; }) / width;
  const float variance = sumOfRow(width, [=](int64_t i) { return (x[i] - mean) * (x[i] - mean); }) / width;
  const float inverse = inverseDeviation(variance);
  if (own >= rows) return;
  const float *scale = scales + row / rowsPerSample * width, *offset = offsets + row / rowsPerSample * width;
  float *out = result + row * width;
  overLane(width, [=](int64_t i) { out[i] = (x[i] - mean) * inverse * scale[i] + offset[i]; });
  if (threadIdx.x % lanesOfWarp != 0) return;
  statistics[2 * row] = mean;
  statistics[2 * row + 1] = inverse;
}

extern "C" __global__ void parasampleNormaliseGradient(const float *gradients, const float *in, const float *scales,
                                                       const float *statistics, float *result, int64_t rows,
                                                       int64_t width, int64_t rowsPerSample) {
  const int64_t own = rowOfWarp(), row = own < rows ? own : rows - 1;
  const float *dy = gradients + row * width, *x = in + row * width, *scale = scales + row / rowsPerSample * width;
  const float mean = statistics[2 * row], inverse = statistics[2 * row + 1];
  const float ofG = sumOfRow(width, [=](int64_t i) { return dy[i] * scale[i]; }) / width;
  const float ofGz = sumOfRow(width, [=](int64_t i) { return dy[i] * scale[i] * (x[i] - mean); }) * inverse / width;
  float *out = result + row * width;
  if (own >= rows) return;
  overLane(width, [=](int64_t i) {
    out[i] = normalisedSlope(dy[i] * scale[i], (x[i] - mean) * inverse, inverse, ofG, ofGz);
  });
}

// Sums for scale and offset over `rowsPerSum` rows of a sample, a thread a column, into [sums, 2, width]. The first sums of
// blocks are sample by sample.
extern "C" __global__ void parasampleNormaliseSums(const float *gradients, const float *in, const float *statistics,
                                                   float *sums, int64_t width, int64_t rowsPerSample,
                                                   int64_t rowsPerSum, int64_t sumsPerSample) {
  const int64_t column = threadPlace(), sum = blockIdx.y;
  if (column >= width) return;
  const int64_t start = sum / sumsPerSample * rowsPerSample, first = start + sum % sumsPerSample * rowsPerSum;
  const int64_t end = start + rowsPerSample, last = first + rowsPerSum < end ? first + rowsPerSum : end;
  float ofScale = 0, ofOffset = 0;
  for (int64_t row = first; row < last; row += 1) {
    const float dy = gradients[row * width + column];
    ofScale += dy * (in[row * width + column] - statistics[2 * row]) * statistics[2 * row + 1];
    ofOffset += dy;
  }
  sums[2 * sum * width + column] = ofScale;
  sums[(2 * sum + 1) * width + column] = ofOffset;
}

extern "C" __global__ void parasampleAddNormaliseSums(const float *sums, float *ofScale, float *ofOffset, int64_t width,
                                                      int64_t sumsPerSample) {
  const int64_t column = threadPlace(), sample = blockIdx.y;
  if (column >= width) return;
  float scale = 0, offset = 0;
  for (int64_t sum = sample * sumsPerSample; sum < (sample + 1) * sumsPerSample; sum += 1) {
    scale += sums[2 * sum * width + column];
    offset += sums[(2 * sum + 1) * width + column];
  }
  ofScale[sample * width + column] = scale;
  ofOffset[sample * width + column] = offset;
}

}  // namespace parasample
