#include "softmax.h"

#include <algorithm>

#include "lanes.h"
#include "thread-pool.h"

namespace parasample {
namespace {

constexpr int64_t leastNumbersPerThread = 1 << 13;

template <typename Row>
void overRows(const Shape &shape, const Row &row) {
  const int64_t width = shape.back(), rows = sizeOf(shape) / width;
  inParallel(rows, leastNumbersPerThread / width + 1, [&](int64_t first, int64_t last) {
    for (int64_t index = first; index < last; index += 1) row(index * width, width);
  });
}

}  // namespace

void softmax(Run &run) {
  const float *in = run.floats(0);
  float *result = run.output(0, run.shape(0));
  overRows(run.shape(0), [=](int64_t start, int64_t width) {
    const float *x = in + start;
    float *out = result + start;
    const float most = foldLanes(width, x[0], [=](int64_t i) { return x[i]; },
                                 [](float a, float b) { return a > b ? a : b; });
    for (int64_t i = 0; i < width; i += 1) out[i] = exponential(x[i] - most);
    const float factor = 1.0f / sumOf(width, [=](int64_t i) { return out[i]; });
    for (int64_t i = 0; i < width; i += 1) out[i] *= factor;
  });
}

void softmaxGradient(Run &run) {
  const float *gradients = run.floats(0), *probabilities = run.floats(1);
  float *result = run.output(0, run.shape(0));
  overRows(run.shape(0), [=](int64_t start, int64_t width) {
    const float *gradient = gradients + start, *p = probabilities + start;
    float *out = result + start;
    const float mean = sumOf(width, [=](int64_t i) { return p[i] * gradient[i]; });
    for (int64_t i = 0; i < width; i += 1) out[i] = p[i] * (gradient[i] - mean);
  });
}

}  // namespace parasample
