#include "normalise.h"

#include <algorithm>

#include "lanes.h"
#include "thread-pool.h"

namespace parasample {
namespace {

constexpr int64_t leastNumbersPerThread = 1 << 13;
// Rows whose sums for scale and offset are formed together. It decides the order of additions, so it must not depend
// on the number of threads.
constexpr int64_t rowsPerSum = 64;

}  // namespace

void normalise(Run &run) {
  const int64_t width = run.shape(0).back(), rows = sizeOf(run.shape(0)) / width;
  const int64_t rowsPerSample = rows / std::max<int64_t>(1, sizeOf(run.shape(1)) / width);
  const float *in = run.floats(0), *scales = run.floats(1), *offsets = run.floats(2);
  float *result = run.output(0, run.shape(0)), *statistics = run.output(1, {rows, 2});
  inParallel(rows, leastNumbersPerThread / width + 1, [=](int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row += 1) {
      const float *x = in + row * width;
      const float *scale = scales + row / rowsPerSample * width, *offset = offsets + row / rowsPerSample * width;
      float *out = result + row * width;
      const float mean = sumOf(width, [=](int64_t i) { return x[i]; }) / width;
      const float variance = sumOf(width, [=](int64_t i) { return (x[i] - mean) * (x[i] - mean); }) / width;
      const float inverse = inverseDeviation(variance);
      for (int64_t i = 0; i < width; i += 1) out[i] = (x[i] - mean) * inverse * scale[i] + offset[i];
      statistics[2 * row] = mean;
      statistics[2 * row + 1] = inverse;
    }
  });
}

void normaliseGradient(Run &run) {
  const int64_t width = run.shape(1).back(), rows = sizeOf(run.shape(1)) / width;
  const int64_t samples = sizeOf(run.shape(2)) / width, rowsPerSample = rows / std::max<int64_t>(1, samples);
  const int64_t sumsPerSample = (rowsPerSample + rowsPerSum - 1) / rowsPerSum;
  const float *gradients = run.floats(0), *in = run.floats(1), *scales = run.floats(2), *statistics = run.floats(3);
  float *result = run.output(0, run.shape(1));
  float *ofScale = run.output(1, run.shape(2)), *ofOffset = run.output(2, run.shape(2));
  std::vector<float> sums(samples * sumsPerSample * 2 * width);
  float *const partial = sums.data();

  inParallel(samples * sumsPerSample, leastNumbersPerThread / (rowsPerSum * width) + 1, [=](int64_t from, int64_t to) {
    for (int64_t sum = from; sum < to; sum += 1) {
      const int64_t sample = sum / sumsPerSample, part = sum % sumsPerSample;
      const int64_t firstRow = sample * rowsPerSample + part * rowsPerSum;
      const int64_t lastRow = std::min((sample + 1) * rowsPerSample, firstRow + rowsPerSum);
      const float *scale = scales + sample * width;
      float *__restrict scaleSum = partial + sum * 2 * width, *__restrict offsetSum = scaleSum + width;
      for (int64_t row = firstRow; row < lastRow; row += 1) {
        const float *dy = gradients + row * width, *x = in + row * width;
        float *__restrict out = result + row * width;
        const float mean = statistics[2 * row], inverse = statistics[2 * row + 1];
        const float ofG = sumOf(width, [=](int64_t i) { return dy[i] * scale[i]; }) / width;
        const float ofGz =
            sumOf(width, [=](int64_t i) { return dy[i] * scale[i] * (x[i] - mean); }) * inverse / width;
        for (int64_t i = 0; i < width; i += 1) {
          const float z = (x[i] - mean) * inverse;
          out[i] = normalisedSlope(dy[i] * scale[i], z, inverse, ofG, ofGz);
          scaleSum[i] += dy[i] * z;
          offsetSum[i] += dy[i];
        }
      }
    }
  });

  std::fill(ofScale, ofScale + samples * width, 0.0f);
  std::fill(ofOffset, ofOffset + samples * width, 0.0f);
  for (int64_t sum = 0; sum < samples * sumsPerSample; sum += 1) {
    const int64_t at = sum / sumsPerSample * width;
    for (int64_t i = 0; i < width; i += 1) {
      ofScale[at + i] += partial[sum * 2 * width + i];
      ofOffset[at + i] += partial[(sum * 2 + 1) * width + i];
    }
  }
}

}  // namespace parasample
