#include "device-streams.h"

#include <stdexcept>

#include "driver.h"
#include "tensorflow-stream.h"

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

void *streamOf(const Run &run) { return tensorflowStream(run.context()); }

}  // namespace parasample
