#include "gelu.h"

#include "lanes.h"
#include "thread-pool.h"

namespace parasample {
namespace {

constexpr int64_t grain = 1 << 14;
constexpr float densityAtZero = 0.398942280f;  // 1 / sqrt(2 pi)

}  // namespace

void gelu(Run &run) {
  const float *x = run.floats(0);
  float *out = run.output(0, run.shape(0));
  inParallel(sizeOf(run.shape(0)), grain, [=](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i += 1) {
      float below, bell;
      normalDistribution(x[i], below, bell);
      out[i] = x[i] * below;
    }
  });
}

void geluGradient(Run &run) {
  const float *gradient = run.floats(0), *x = run.floats(1);
  float *out = run.output(0, run.shape(0));
  inParallel(sizeOf(run.shape(0)), grain, [=](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i += 1) {
      float below, bell;
      normalDistribution(x[i], below, bell);
      out[i] = gradient[i] * (below + x[i] * bell * densityAtZero);
    }
  });
}

}  // namespace parasample
