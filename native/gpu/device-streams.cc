#include "device-streams.h"

#include <stdexcept>

#include "driver.h"
#include "tensorflow-classes.h"

namespace parasample {
namespace {

// Neither waits for the legacy default stream.
constexpr unsigned nonBlocking = 1, withoutTimes = 2;
// CUDA_ERROR_NOT_READY.
constexpr int notReady = 600;

}  // namespace

DeviceStream::DeviceStream() {
  device().with([this] { return driver().createStream(&handle_, nonBlocking); });
}

DeviceStream::~DeviceStream() {
  device().resultWith([this] { return driver().destroyStream(handle_); });
}

DeviceEvent::DeviceEvent() {
  device().with([this] { return driver().createEvent(&handle_, withoutTimes); });
}

DeviceEvent::~DeviceEvent() {
  device().resultWith([this] { return driver().destroyEvent(handle_); });
}

void DeviceEvent::record(void *stream) {
  device().with([&] { return driver().recordEvent(handle_, stream); });
}

void DeviceEvent::holdUp(void *stream) const {
  device().with([&] { return driver().waitForEvent(stream, handle_, 0); });
}

bool DeviceEvent::isReached() const {
  const int result = device().resultWith([this] { return driver().queryEvent(handle_); });
  if (result != notReady) driver().check(result);
  return result != notReady;
}

DeviceMemory::DeviceMemory(int64_t floats) {
  uint64_t address = 0;
  device().with([&] { return driver().allocate(&address, floats * sizeof(float)); });
  floats_ = reinterpret_cast<float *>(address);
  device().with([&] { return driver().fill(address, 0, floats * sizeof(float)); });
  // The other streams do not wait for the one in which that is done.
  device().with([] { return driver().synchronise(nullptr); });
}

DeviceMemory::~DeviceMemory() {
  device().resultWith([this] { return driver().release(reinterpret_cast<uint64_t>(floats_)); });
}

PinnedMemory::PinnedMemory(int64_t floats) {
  void *start = nullptr;
  device().with([&] { return driver().allocatePinned(&start, floats * sizeof(float), 0); });
  bytes_ = static_cast<char *>(start);
}

PinnedMemory::~PinnedMemory() {
  device().resultWith([this] { return driver().releasePinned(bytes_); });
}

void copyToDevice(float *to, const char *from, int64_t bytes, void *stream) {
  device().with([&] { return driver().copyToDevice(reinterpret_cast<uint64_t>(to), from, bytes, stream); });
}

void copyWithinDevice(float *to, const float *from, int64_t bytes, void *stream) {
  device().with([&] {
    return driver().copyWithin(reinterpret_cast<uint64_t>(to), reinterpret_cast<uint64_t>(from), bytes, stream);
  });
}

void *streamOf(const Run &run) { return tensorflowStream(run.context()); }

}  // namespace parasample
