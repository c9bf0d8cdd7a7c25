#include "gelu.h"

#include "lanes.h"
#include "thread-pool.h"

namespace parasample {
namespace {

constexpr int64_t grain = 1 << 14;

}  // namespace

void gelu(Run &run) {
  const float *x = run.floats(0);
  float *out = run.output(0, run.shape(0));
  inParallel(sizeOf(run.shape(0)), grain, [=](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i += 1) out[i] = geluAt(x[i]);
  });
}

void geluGradient(Run &run) {
  const float *gradient = run.floats(0), *x = run.floats(1);
  float *out = run.output(0, run.shape(0));
  inParallel(sizeOf(run.shape(0)), grain, [=](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i += 1) out[i] = gradient[i] * geluSlopeAt(x[i]);
  });
}

}  // namespace parasample
