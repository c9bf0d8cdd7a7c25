#include "shared-gradients.h"

#include <algorithm>
#include <cstring>

#include "numbered.h"
#include "thread-pool.h"

namespace parasample {
namespace {

// Below this a thread costs more to wake than it saves.
constexpr int64_t leastFloatsPerThread = 1 << 16;
// Sums of this size stay in a core's own cache until they are written.
constexpr int64_t blockFloats = 1 << 12;

void add(const float *a, const float *b, int64_t count, float *out) {
  for (int64_t i = 0; i < count; i += 1) out[i] = a[i] + b[i];
}

Numbered<SharedGradients> &table() {
  // Never destroyed: threads of TensorFlow may outlive static objects.
  static auto &gradients = *new Numbered<SharedGradients>;
  return gradients;
}

}  // namespace

SharedGradients::SharedGradients(const std::vector<int> &files, int rank, int64_t floats)
    : rank_(rank), floats_(floats) {
  for (size_t worker = 0; worker < std::max<size_t>(files.size(), 1); worker += 1)
    files_.push_back(std::make_unique<Mapping>(files.empty() ? -1 : files[worker], 2 * floats * sizeof(float),
                                               static_cast<int>(worker) == rank));
}

bool SharedGradients::isThere() const {
  return std::all_of(files_.begin(), files_.end(), [](const auto &file) { return file->isThere(); });
}

void SharedGradients::sum(int half, int64_t first, int64_t last, float *out) const {
  for (int64_t start = first; start < last; start += blockFloats) {
    const int64_t count = std::min(blockFloats, last - start);
    alignas(64) float sums[blockFloats];
    const float *terms = gradient(0, half) + start;
    for (int worker = 1; worker < workers(); worker += 1) {
      // Last of all into `out`, since that may be where the own terms were.
      float *into = worker + 1 == workers() ? out + start - first : sums;
      add(terms, gradient(worker, half) + start, count, into);
      terms = into;
    }
    if (workers() == 1) std::memcpy(out + start - first, terms, count * sizeof(float));
  }
}

void SharedGradients::gather(int half, int64_t first, int64_t last, float *out) const {
  for (int worker = 0; worker < workers(); worker += 1) {
    const int64_t from = std::max(first, shareStart(worker)), to = std::min(last, shareStart(worker + 1));
    if (from < to) std::memcpy(out + from - first, gradient(worker, half) + from, (to - from) * sizeof(float));
  }
}

void SharedGradients::reduceShare(int half) const {
  const int64_t first = shareStart(rank_), last = shareStart(rank_ + 1);
  inParallel(last - first, leastFloatsPerThread, [&](int64_t from, int64_t to) {
    sum(half, first + from, first + to, own(half) + first + from);
  });
}

int32_t openGradients(const std::vector<int> &files, int rank, int64_t floats) {
  auto gradients = std::make_shared<SharedGradients>(files, rank, floats);
  return gradients->isThere() ? table().add(std::move(gradients)) : -1;
}

std::shared_ptr<SharedGradients> gradientsOf(int32_t number) { return table().find(number); }

void closeGradients(int32_t number) { table().remove(number); }

void publishGradient(Run &run) {
  const int32_t *place = run.ints(2);
  const auto gradients = gradientsOf(place[0]);
  const int64_t offset = run.ints(1)[0], count = sizeOf(run.shape(0));
  if (!gradients || offset + count > gradients->size())
    return run.fail("The memory for this gradient is not mapped.");
  const float *part = run.floats(0);
  float *own = gradients->own(place[1]) + offset;
  const bool isAdded = place[2] == 1;
  inParallel(count, leastFloatsPerThread, [&](int64_t first, int64_t last) {
    if (!isAdded) std::memcpy(own + first, part + first, (last - first) * sizeof(float));
    else
      for (int64_t i = first; i < last; i += 1) own[i] += part[i];
  });
  run.output(0, {})[0] = 0;
}

}  // namespace parasample
