// Streams of an emulated GPU: all in them is done at once, but for what NCCL was asked for, whose pretended library keeps the
// account of it, and copies from page-locked memory, which are done only once somebody waits for them.

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>

#include "device-streams.h"

extern "C" {
#include "work.h"
}

namespace parasample {
namespace {

struct Copy {
  float *to;
  const char *from;
  int64_t bytes;
  const void *stream;
};

std::mutex mutex;
// Those that are asked for and not done, each by its number.
std::map<int64_t, Copy> &copies() {
  static auto &all = *new std::map<int64_t, Copy>;
  return all;
}
int64_t lastCopy = 0;
// Of events: the stream in which they were recorded, and the last copy before.
std::map<const void *, std::pair<const void *, int64_t>> &events() {
  static auto &all = *new std::map<const void *, std::pair<const void *, int64_t>>;
  return all;
}

void copyUpTo(const void *event) {
  std::lock_guard<std::mutex> lock(mutex);
  const auto recorded = events().find(event);
  if (recorded == events().end()) return;
  const auto [stream, last] = recorded->second;
  for (auto copy = copies().begin(); copy != copies().end() && copy->first <= last;) {
    const auto &[to, from, bytes, own] = copy->second;
    if (own == stream) std::memcpy(to, from, bytes);
    copy = own == stream ? copies().erase(copy) : std::next(copy);
  }
}

// As on a busy machine: who asks whether a place in a stream is reached hears late that it is.
bool isLate() {
  constexpr int asked = 1000;
  static std::atomic<int> times{0};
  return std::getenv("EMULATED_GPU_IS_LATE") && ++times % asked != 0;
}

}  // namespace

DeviceStream::DeviceStream() : handle_(this) {}
DeviceStream::~DeviceStream() = default;

DeviceEvent::DeviceEvent() : handle_(this) {}
DeviceEvent::~DeviceEvent() {
  forgetEvent(handle_);
  std::lock_guard<std::mutex> lock(mutex);
  events().erase(handle_);
}
void DeviceEvent::record(void *stream) {
  recordEvent(handle_, stream);
  std::lock_guard<std::mutex> lock(mutex);
  events()[handle_] = {stream, lastCopy};
}
// Of sums nothing is put into a stream here before what it must wait for is done: the specs look that it is.
void DeviceEvent::holdUp(void *) const { copyUpTo(handle_); }
bool DeviceEvent::isReached() const {
  copyUpTo(handle_);
  if (std::getenv("EMULATED_GPU_IS_LOST")) throw std::runtime_error("The GPU has fallen off the bus.");
  return !isLate() && ::isReached(handle_);
}

DeviceMemory::DeviceMemory(int64_t floats)
    : floats_(static_cast<float *>(std::aligned_alloc(64, (floats * sizeof(float) + 63) / 64 * 64))) {
  std::fill(floats_, floats_ + floats, 0.0f);
}
DeviceMemory::~DeviceMemory() { std::free(floats_); }

PinnedMemory::PinnedMemory(int64_t floats) : bytes_(static_cast<char *>(std::malloc(floats * sizeof(float)))) {}
PinnedMemory::~PinnedMemory() { std::free(bytes_); }

void copyToDevice(float *to, const char *from, int64_t bytes, void *stream) {
  std::lock_guard<std::mutex> lock(mutex);
  copies()[++lastCopy] = {to, from, bytes, stream};
}

void copyWithinDevice(float *to, const float *from, int64_t bytes, void *) { std::memcpy(to, from, bytes); }

void *streamOf(const Run &) { return nullptr; }

}  // namespace parasample
