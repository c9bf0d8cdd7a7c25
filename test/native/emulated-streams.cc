// Streams of an emulated GPU: all in them is done at once, but for what NCCL was asked for, whose pretended library keeps the
// account of it.

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "device-streams.h"

extern "C" {
#include "work.h"
}

namespace parasample {

DeviceStream::DeviceStream() : handle_(this) {}
DeviceStream::~DeviceStream() = default;

DeviceEvent::DeviceEvent() : handle_(this) {}
DeviceEvent::~DeviceEvent() { forgetEvent(handle_); }
void DeviceEvent::record(void *stream) { recordEvent(handle_, stream); }
// Nothing is put into a stream here before what it must wait for is done: the specs look that it is.
void DeviceEvent::holdUp(void *) const {}
bool DeviceEvent::isReached() const {
  if (std::getenv("EMULATED_GPU_IS_LOST")) throw std::runtime_error("The GPU has fallen off the bus.");
  return ::isReached(handle_);
}

DeviceMemory::DeviceMemory(int64_t floats)
    : floats_(static_cast<float *>(std::aligned_alloc(64, (floats * sizeof(float) + 63) / 64 * 64))) {
  std::fill(floats_, floats_ + floats, 0.0f);
}
DeviceMemory::~DeviceMemory() { std::free(floats_); }

void *streamOf(const Run &) { return nullptr; }

}  // namespace parasample
