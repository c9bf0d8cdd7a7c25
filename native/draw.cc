// Drawing weights w_s = mean + exp(log_std) * eps_s and the gradient of it, each in one pass over memory. The noise is
// drawn where it is needed, again in the gradient, and never stored.

#include "draw.h"

#include <algorithm>

#include "normal-stream.h"
#include "thread-pool.h"

namespace parasample {
namespace {

constexpr int block = NormalStream::block;

// Below this many drawn numbers a thread costs more to wake than it saves.
constexpr int64_t leastNumbersPerThread = 1 << 15;

std::vector<NormalStream> streamsOf(const Run &run, int input) {
  std::vector<NormalStream> streams;
  const int32_t *seeds = run.ints(input);
  for (int64_t sample = 0; sample < run.shape(input)[0]; sample += 1)
    streams.emplace_back(seeds[2 * sample], seeds[2 * sample + 1]);
  return streams;
}

// Calls body(first element, elements) for every block of [0, size).
template <typename Body>
void overBlocks(int64_t size, int64_t samples, const Body &body) {
  const int64_t blocks = (size + block - 1) / block;
  const int64_t grain = leastNumbersPerThread / (block * std::max<int64_t>(samples, 1)) + 1;
  inParallel(blocks, grain, [&](int64_t first, int64_t last) {
    for (int64_t index = first; index < last; index += 1)
      body(index, static_cast<int>(std::min<int64_t>(block, size - index * block)));
  });
}

void standardDeviations(const float *logStd, int count, float *__restrict std) {
  for (int i = 0; i < count; i += 1) std[i] = exponential(logStd[i]);
}

}  // namespace

void draw(Run &run) {
  const auto streams = streamsOf(run, 2);
  const int64_t samples = static_cast<int64_t>(streams.size()), size = sizeOf(run.shape(0));
  Shape shape = {samples};
  shape.insert(shape.end(), run.shape(0).begin(), run.shape(0).end());
  const float *means = run.floats(0), *logStds = run.floats(1);
  float *weights = run.output(0, shape);
  overBlocks(size, samples, [&](int64_t index, int count) {
    alignas(64) float std[block], eps[block];
    const float *mean = means + index * block;
    standardDeviations(logStds + index * block, count, std);
    for (int64_t sample = 0; sample < samples; sample += 1) {
      streams[sample].draw(index, eps);
      float *__restrict out = weights + sample * size + index * block;
      for (int i = 0; i < count; i += 1) out[i] = mean[i] + std[i] * eps[i];
    }
  });
}

void drawGradient(Run &run) {
  const auto streams = streamsOf(run, 2);
  const int64_t samples = static_cast<int64_t>(streams.size()), size = sizeOf(run.shape(1));
  const float *gradients = run.floats(0), *logStds = run.floats(1);
  float *ofMeans = run.output(0, run.shape(1)), *ofLogStds = run.output(1, run.shape(1));
  overBlocks(size, samples, [&](int64_t index, int count) {
    alignas(64) float std[block], eps[block], ofMean[block] = {}, ofStd[block] = {};
    for (int64_t sample = 0; sample < samples; sample += 1) {
      streams[sample].draw(index, eps);
      const float *gradient = gradients + sample * size + index * block;
      for (int i = 0; i < count; i += 1) {
        ofMean[i] += gradient[i];
        ofStd[i] += gradient[i] * eps[i];
      }
    }
    standardDeviations(logStds + index * block, count, std);
    std::copy(ofMean, ofMean + count, ofMeans + index * block);
    for (int i = 0; i < count; i += 1) ofLogStds[index * block + i] = std[i] * ofStd[i];
  });
}

}  // namespace parasample
