// Stands in for what needs a GPU's driver where the module is compiled without kernels for GPUs.

#include <stdexcept>

#include "device-streams.h"
#include "gpu.h"
#include "launch.h"
#include "variable.h"

namespace parasample {
namespace {

[[noreturn]] void refuse() {
  throw std::runtime_error("they were compiled without a C++ compiler of this machine (g++)");
}

}  // namespace

void prepareGpu(const std::string &) { refuse(); }

GpuMemory memoryOfGpu() { refuse(); }

void launch(Run &run, const char *, Blocks, void **) {
  run.fail("This module was compiled without kernels for GPUs.");
  throw Failed();
}

Variable variableOf(Run &run, int, int64_t) {
  run.fail("This module was compiled without kernels for GPUs.");
  throw Failed();
}

DeviceStream::DeviceStream() { refuse(); }
DeviceStream::~DeviceStream() = default;
DeviceEvent::DeviceEvent() { refuse(); }
DeviceEvent::~DeviceEvent() = default;
void DeviceEvent::record(void *) { refuse(); }
void DeviceEvent::holdUp(void *) const { refuse(); }
bool DeviceEvent::isReached() const { refuse(); }
DeviceMemory::DeviceMemory(int64_t) { refuse(); }
DeviceMemory::~DeviceMemory() = default;
PinnedMemory::PinnedMemory(int64_t) { refuse(); }
PinnedMemory::~PinnedMemory() = default;
void copyToDevice(float *, const char *, int64_t, void *) { refuse(); }
void copyWithinDevice(float *, const float *, int64_t, void *) { refuse(); }
void *streamOf(const Run &) { refuse(); }

}  // namespace parasample
