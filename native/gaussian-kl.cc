#include "gaussian-kl.h"

#include <algorithm>

#include "lanes.h"
#include "thread-pool.h"

namespace parasample {
namespace {

// Sums are formed block by block, so that threads do not decide the order.
constexpr int64_t block = 1 << 12;
constexpr int64_t grain = 1 << 14;

}  // namespace

void gaussianKl(Run &run) {
  const int64_t size = sizeOf(run.shape(0)), blocks = (size + block - 1) / block;
  const float *mean = run.floats(0), *logStd = run.floats(1), priorStd = *run.floats(2);
  const float precision = 1.0f / (priorStd * priorStd);
  std::vector<float> sums(blocks);
  inParallel(blocks, grain / block, [&](int64_t first, int64_t last) {
    for (int64_t index = first; index < last; index += 1) {
      const float *m = mean + index * block, *l = logStd + index * block;
      sums[index] = sumOf(std::min(block, size - index * block),
                          [=](int64_t i) { return gaussianKlAt(m[i], l[i], priorStd, precision); });
    }
  });
  double total = 0;
  for (const float sum : sums) total += sum;
  *run.output(0, {}) = static_cast<float>(total);
}

void gaussianKlGradient(Run &run) {
  const float gradient = *run.floats(0), *mean = run.floats(1), *logStd = run.floats(2), priorStd = *run.floats(3);
  const float precision = 1.0f / (priorStd * priorStd);
  float *ofMean = run.output(0, run.shape(1)), *ofLogStd = run.output(1, run.shape(1));
  inParallel(sizeOf(run.shape(1)), grain, [=](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i += 1) {
      ofMean[i] = gradient * (mean[i] * precision);
      ofLogStd[i] = gradient * gaussianKlSlope(logStd[i], precision);
    }
  });
}

}  // namespace parasample
