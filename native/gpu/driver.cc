#include "driver.h"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace parasample {
namespace {

template <typename Function>
void find(void *library, Function &function, const char *name) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (!function) throw std::runtime_error(std::string("The driver has no ") + name);
}

}  // namespace

Driver::Driver() {
  void *library = dlopen("libcuda.so.1", RTLD_LAZY);
  if (!library) throw std::runtime_error(dlerror());
  find(library, deviceOf, "cuDeviceGet");
  find(library, attributeOf, "cuDeviceGetAttribute");
  find(library, retainContext, "cuDevicePrimaryCtxRetain");
  find(library, pushContext, "cuCtxPushCurrent_v2");
  find(library, popContext, "cuCtxPopCurrent_v2");
  find(library, loadModule, "cuModuleLoadData");
  find(library, functionOf, "cuModuleGetFunction");
  find(library, launchKernel, "cuLaunchKernel");
  find(library, createStream, "cuStreamCreate");
  find(library, destroyStream, "cuStreamDestroy_v2");
  find(library, waitForEvent, "cuStreamWaitEvent");
  find(library, createEvent, "cuEventCreate");
  find(library, destroyEvent, "cuEventDestroy_v2");
  find(library, recordEvent, "cuEventRecord");
  find(library, queryEvent, "cuEventQuery");
  find(library, allocate, "cuMemAlloc_v2");
  find(library, fill, "cuMemsetD8_v2");
  find(library, synchronise, "cuStreamSynchronize");
  find(library, release, "cuMemFree_v2");
  find(library, memory, "cuMemGetInfo_v2");
  find(library, allocatePinned, "cuMemHostAlloc");
  find(library, releasePinned, "cuMemFreeHost");
  find(library, copyToDevice, "cuMemcpyHtoDAsync_v2");
  find(library, copyWithin, "cuMemcpyDtoDAsync_v2");
  find(library, nameOf, "cuGetErrorName");
}

void Driver::check(int result) const {
  if (result == 0) return;
  const char *name = nullptr;
  nameOf(result, &name);
  throw std::runtime_error(name ? name : "error " + std::to_string(result) + " of the driver");
}

const Driver &driver() {
  static const auto &only = *new Driver;
  return only;
}

Device::Device() {
  driver().check(driver().deviceOf(&device_, 0));
  driver().check(driver().retainContext(&context_, device_));
}

int Device::capability() const {
  constexpr int capabilityMajor = 75, capabilityMinor = 76;
  int major = 0, minor = 0;
  driver().check(driver().attributeOf(&major, capabilityMajor, device_));
  driver().check(driver().attributeOf(&minor, capabilityMinor, device_));
  return 10 * major + minor;
}

const Device &device() {
  static const auto &only = *new Device;
  return only;
}

}  // namespace parasample
