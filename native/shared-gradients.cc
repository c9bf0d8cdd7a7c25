#include "shared-gradients.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>

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

class Mapping {
 public:
  Mapping(int file, int64_t floats, bool isWritten) : bytes_(floats * sizeof(float)) {
    const int access = isWritten ? PROT_READ | PROT_WRITE : PROT_READ;
    const int kind = file < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
#if defined(MAP_POPULATE)
    address_ = mmap(nullptr, bytes_, access, kind | MAP_POPULATE, file, 0);
#else
    address_ = mmap(nullptr, bytes_, access, kind, file, 0);
#endif
  }
  ~Mapping() {
    if (isThere()) munmap(address_, bytes_);
  }
  Mapping(const Mapping &) = delete;
  Mapping &operator=(const Mapping &) = delete;

  bool isThere() const { return address_ != MAP_FAILED; }
  float *floats() const { return static_cast<float *>(address_); }

 private:
  size_t bytes_;
  void *address_;
};

struct Memory {
  std::vector<std::unique_ptr<Mapping>> files;
  // Where sums are written, step after step: new memory each time would cost a page fault every 4 KiB.
  std::unique_ptr<Mapping> sums;
  int rank;
  int64_t floats;

  int workers() const { return static_cast<int>(files.size()); }
  float *gradient(int worker, int half) const { return files[worker]->floats() + half * floats; }
  float *own(int half) const { return gradient(rank, half); }
  // The share that a worker reduces.
  int64_t shareStart(int worker) const { return floats * worker / workers(); }

  // out = sum over the workers of their gradients' elements [first, last)
  void sum(int half, int64_t first, int64_t last, float *out) const {
    for (int64_t start = first; start < last; start += blockFloats) {
      const int64_t count = std::min(blockFloats, last - start);
      alignas(64) float sums[blockFloats];
      std::memcpy(sums, gradient(0, half) + start, count * sizeof(float));
      for (int worker = 1; worker + 1 < workers(); worker += 1) add(sums, gradient(worker, half) + start, count, sums);
      // Last, since `out` may be where the own terms were.
      if (workers() == 1) std::memcpy(out + start - first, sums, count * sizeof(float));
      else add(sums, gradient(workers() - 1, half) + start, count, out + start - first);
    }
  }
};

std::mutex tableMutex;
std::map<int32_t, std::shared_ptr<Memory>> &table() {
  static auto &memories = *new std::map<int32_t, std::shared_ptr<Memory>>;
  return memories;
}

std::shared_ptr<Memory> find(int32_t number) {
  std::lock_guard<std::mutex> lock(tableMutex);
  const auto found = table().find(number);
  return found == table().end() ? nullptr : found->second;
}

}  // namespace

int32_t mapGradients(const std::vector<int> &files, int rank, int64_t floats) {
  static int32_t last = 0;
  auto memory = std::make_shared<Memory>();
  memory->rank = rank;
  memory->floats = floats;
  for (size_t worker = 0; worker < std::max<size_t>(files.size(), 1); worker += 1) {
    const int file = files.empty() ? -1 : files[worker];
    memory->files.push_back(std::make_unique<Mapping>(file, 2 * floats, static_cast<int>(worker) == rank));
    if (!memory->files.back()->isThere()) return -1;
  }
  memory->sums = std::make_unique<Mapping>(-1, floats, true);
  if (!memory->sums->isThere()) return -1;
  std::lock_guard<std::mutex> lock(tableMutex);
  table()[++last] = memory;
  return last;
}

void unmapGradients(int32_t memory) {
  std::lock_guard<std::mutex> lock(tableMutex);
  table().erase(memory);
}

void reduceShare(int32_t number, int half) {
  const auto memory = find(number);
  if (!memory) return;
  const int64_t first = memory->shareStart(memory->rank), last = memory->shareStart(memory->rank + 1);
  inParallel(last - first, leastFloatsPerThread, [&](int64_t from, int64_t to) {
    memory->sum(half, first + from, first + to, memory->own(half) + first + from);
  });
}

void publishGradient(Run &run) {
  const int32_t *place = run.ints(2);
  const auto memory = find(place[0]);
  const int64_t offset = run.ints(1)[0], count = sizeOf(run.shape(0));
  if (!memory || offset + count > memory->floats) return run.fail("The memory for this gradient is not mapped.");
  const float *part = run.floats(0);
  float *own = memory->own(place[1]) + offset;
  const bool isFurther = place[2] == 1;
  inParallel(count, leastFloatsPerThread, [&](int64_t first, int64_t last) {
    if (!isFurther) std::memcpy(own + first, part + first, (last - first) * sizeof(float));
    else
      for (int64_t i = first; i < last; i += 1) own[i] += part[i];
  });
  run.output(0, {})[0] = 0;
}

void sumOfGradients(Run &run) {
  const int64_t size = run.ints(0)[0];
  const int32_t *place = run.ints(1);
  const auto memory = find(place[0]);
  if (!memory || size != memory->floats) return run.fail("The memory for these gradients is not mapped.");
  float *out = memory->sums->floats();
  run.lend(0, {size}, out);
  const int half = place[1];
  if (place[2] == 0) {
    inParallel(size, leastFloatsPerThread,
               [&](int64_t first, int64_t last) { memory->sum(half, first, last, out + first); });
    return;
  }
  for (int worker = 0; worker < memory->workers(); worker += 1) {
    const int64_t first = memory->shareStart(worker), count = memory->shareStart(worker + 1) - first;
    std::memcpy(out + first, memory->gradient(worker, half) + first, count * sizeof(float));
  }
}

}  // namespace parasample
