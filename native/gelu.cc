#include "gelu.h"

#include <algorithm>

#include "lanes.h"
#include "thread-pool.h"

namespace parasample {
namespace {

constexpr int64_t grain = 1 << 14;

// Calls body(place of a row's first number, its bias, width) for all rows.
template <typename Body>
void overRows(const Shape &x, const Shape &ofBias, const float *bias, const Body &body) {
  const int64_t width = x.back(), rows = sizeOf(x) / std::max<int64_t>(1, width);
  const int64_t rowsPerBias = std::max<int64_t>(1, rows / std::max<int64_t>(1, ofBias[0]));
  inParallel(rows, grain / std::max<int64_t>(1, width) + 1, [=](int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row += 1) body(row * width, bias + row / rowsPerBias * width, width);
  });
}

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

void biasGelu(Run &run) {
  const float *x = run.floats(0);
  float *out = run.output(0, run.shape(0));
  overRows(run.shape(0), run.shape(1), run.floats(1), [=](int64_t start, const float *bias, int64_t width) {
    for (int64_t i = 0; i < width; i += 1) out[start + i] = geluAt(x[start + i] + bias[i]);
  });
}

void biasGeluGradient(Run &run) {
  const float *gradient = run.floats(0), *x = run.floats(1);
  float *out = run.output(0, run.shape(0));
  overRows(run.shape(1), run.shape(2), run.floats(2), [=](int64_t start, const float *bias, int64_t width) {
    for (int64_t i = 0; i < width; i += 1) out[start + i] = gradient[start + i] * geluSlopeAt(x[start + i] + bias[i]);
  });
}

}  // namespace parasample
