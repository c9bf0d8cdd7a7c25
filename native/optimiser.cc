#include "optimiser.h"

#include <algorithm>
#include <cmath>

#include "lanes.h"
#include "thread-pool.h"

namespace parasample {
namespace {

// Gradients, moments and parameters of one block stay in a core's own cache.
constexpr int64_t blockFloats = 1 << 12;
// Below this a thread costs more to wake than it saves.
constexpr int64_t leastBlocksPerThread = 8;

// Calls body(block, its first element, elements, its gradients) for every block.
template <typename Body>
void overGradients(const SharedGradients &gradients, int half, Source source, const Body &body) {
  const int64_t size = gradients.size(), blocks = (size + blockFloats - 1) / blockFloats;
  inParallel(blocks, leastBlocksPerThread, [&](int64_t firstBlock, int64_t lastBlock) {
    alignas(64) float values[blockFloats];
    for (int64_t block = firstBlock; block < lastBlock; block += 1) {
      const int64_t first = block * blockFloats, last = std::min(size, first + blockFloats);
      sumGradients(gradients, half, source, first, last, values);
      body(block, first, last - first, values);
    }
  });
}

// Zeros where parts are moving, of `count` numbers from the parameter `first` on.
void leaveOutMoving(const std::vector<Part> &parts, int64_t first, int64_t count, float *values) {
  int64_t start = 0;
  for (const Part &part : parts) {
    const int64_t from = std::max(start, first), to = std::min(part.end, first + count);
    if (part.isMoving() && from < to) std::fill(values + (from - first), values + (to - first), 0.0f);
    start = part.end;
  }
}

// Squares are summed block by block, so that threads do not decide the order.
float clippingScale(const SharedGradients &gradients, int half, Source source, float clipNorm,
                    const std::vector<Part> &parts) {
  if (clipNorm == 0) return 1;
  std::vector<double> squares(gradients.size() / blockFloats + 1);
  overGradients(gradients, half, source, [&](int64_t block, int64_t first, int64_t count, float *g) {
    leaveOutMoving(parts, first, count, g);
    squares[block] = sumOf(count, [g](int64_t i) { return g[i] * g[i]; });
  });
  double total = 0;
  for (const double square : squares) total += square;
  return parasample::clippingScale(static_cast<float>(std::sqrt(total)), clipNorm);
}

void adam(const Update &update, float scale, int64_t count, const float *__restrict gradients, float *__restrict p,
          float *__restrict m, float *__restrict v) {
  const Update u = update;
  for (int64_t i = 0; i < count; i += 1) {
    float value = p[i], first = m[i], second = v[i];
    adamAt(u, scale * gradients[i], value, first, second);
    p[i] = value, m[i] = first, v[i] = second;
  }
}

void momentum(const Update &update, float scale, int64_t count, const float *__restrict gradients, float *__restrict p,
              float *__restrict m) {
  const Update u = update;
  for (int64_t i = 0; i < count; i += 1) momentumAt(u, scale * gradients[i], p[i], m[i]);
}

}  // namespace

void sumGradients(const SharedGradients &gradients, int half, Source source, int64_t first, int64_t last, float *out) {
  if (source == Source::gradients) gradients.sum(half, first, last, out);
  else gradients.gather(half, first, last, out);
}

void updateStretch(const TrainedParameters &parameters, const Update &update, const Part &part, float scale, int64_t first,
                   int64_t count, const float *gradients) {
  float *p = parameters.vector(0) + first;
  if (part.isMoving()) {
    for (int64_t i = 0; i < count; i += 1) p[i] -= gradients[i];
    return;
  }
  const Update scaled = scaledTo(update, part.rate, part.decay);
  float *m = parameters.vector(1) + first;
  if (parameters.moments() == 1) momentum(scaled, scale, count, gradients, p, m);
  else adam(scaled, scale, count, gradients, p, m, parameters.vector(2) + first);
}

bool takeStep(const TrainedParameters &parameters, const SharedGradients &gradients, int half, Source source,
              const Update &update, const std::vector<Part> &parts) {
  if (parameters.size() != gradients.size() || parts.empty() || parts.back().end != parameters.size()) return false;
  const float scale = clippingScale(gradients, half, source, update.clipNorm, parts);
  overGradients(gradients, half, source, [&](int64_t, int64_t first, int64_t count, const float *values) {
    const auto endsBehind = [](int64_t place, const Part &part) { return place < part.end; };
    auto part = std::upper_bound(parts.begin(), parts.end(), first, endsBehind);
    for (int64_t done = 0; done < count; part += 1) {
      const int64_t length = std::min(count, part->end - first) - done;
      updateStretch(parameters, update, *part, scale, first + done, length, values + done);
      done += length;
    }
  });
  return true;
}

}  // namespace parasample
