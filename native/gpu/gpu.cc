#include "gpu.h"

#include <dlfcn.h>

#include <map>
#include <mutex>
#include <stdexcept>

#include "compile-kernels.h"
#include "launch.h"
#include "tensorflow-stream.h"

namespace parasample {
namespace {

using Handle = void *;

// The driver's functions, which TensorFlow has loaded; their results are 0 where all went well.
struct Driver {
  int (*deviceOf)(int *device, int ordinal);
  int (*attributeOf)(int *value, int attribute, int device);
  int (*retainContext)(Handle *context, int device);
  int (*pushContext)(Handle context);
  int (*popContext)(Handle *context);
  int (*loadModule)(Handle *module, const void *image);
  int (*functionOf)(Handle *function, Handle module, const char *name);
  int (*launchKernel)(Handle function, unsigned x, unsigned y, unsigned z, unsigned threadsX, unsigned threadsY,
                      unsigned threadsZ, unsigned sharedBytes, Handle stream, void **arguments, void **extra);
  int (*nameOf)(int error, const char **name);

  Driver() : handle_(dlopen("libcuda.so.1", RTLD_LAZY)) {
    if (!handle_) throw std::runtime_error(dlerror());
    find(deviceOf, "cuDeviceGet");
    find(attributeOf, "cuDeviceGetAttribute");
    find(retainContext, "cuDevicePrimaryCtxRetain");
    find(pushContext, "cuCtxPushCurrent_v2");
    find(popContext, "cuCtxPopCurrent_v2");
    find(loadModule, "cuModuleLoadData");
    find(functionOf, "cuModuleGetFunction");
    find(launchKernel, "cuLaunchKernel");
    find(nameOf, "cuGetErrorName");
  }

  void check(int result) const {
    if (result == 0) return;
    const char *name = nullptr;
    nameOf(result, &name);
    throw std::runtime_error(name ? name : "error " + std::to_string(result) + " of the driver");
  }

 private:
  template <typename Function>
  void find(Function &function, const char *name) {
    function = reinterpret_cast<Function>(dlsym(handle_, name));
    if (!function) throw std::runtime_error(std::string("The driver has no ") + name);
  }

  Handle handle_;
};

// The process's only GPU with the kernels on it. It stays until the process ends.
class Gpu {
 public:
  explicit Gpu(const std::string &folder) {
    constexpr int capabilityMajor = 75, capabilityMinor = 76;
    int device = 0, major = 0, minor = 0;
    driver_.check(driver_.deviceOf(&device, 0));
    driver_.check(driver_.attributeOf(&major, capabilityMajor, device));
    driver_.check(driver_.attributeOf(&minor, capabilityMinor, device));
    image_ = compiledKernels(folder, 10 * major + minor);
    driver_.check(driver_.retainContext(&context_, device));
    inContext([this] { return driver_.loadModule(&module_, image_.data()); });
  }

  void launch(const char *kernel, Blocks blocks, Handle stream, void **arguments) {
    const Handle function = functionOf(kernel);
    inContext([&] {
      return driver_.launchKernel(function, static_cast<unsigned>(blocks.x), static_cast<unsigned>(blocks.y), 1,
                                  threadsOfBlock, 1, 1, 0, stream, arguments, nullptr);
    });
  }

 private:
  // TensorFlow's threads have a context of theirs or none.
  template <typename Call>
  void inContext(const Call &call) const {
    driver_.check(driver_.pushContext(context_));
    const int result = call();
    Handle popped = nullptr;
    driver_.popContext(&popped);
    driver_.check(result);
  }

  Handle functionOf(const char *kernel) {
    std::lock_guard<std::mutex> lock(mutex_);
    Handle &function = functions_[kernel];
    if (!function) inContext([&] { return driver_.functionOf(&function, module_, kernel); });
    return function;
  }

  const Driver driver_;
  KernelImage image_;
  Handle context_ = nullptr, module_ = nullptr;
  std::mutex mutex_;
  std::map<std::string, Handle> functions_;
};

Gpu *gpu = nullptr;

}  // namespace

void prepareGpu(const std::string &folder) {
  if (!gpu) gpu = new Gpu(folder);
}

void launch(Run &run, const char *kernel, Blocks blocks, void **arguments) {
  try {
    if (!gpu) throw std::runtime_error("its kernels are not loaded");
    gpu->launch(kernel, blocks, tensorflowStream(run.context()), arguments);
  } catch (const std::runtime_error &error) {
    run.fail((std::string(kernel) + " could not run on the GPU: " + error.what()).c_str());
    throw Failed();
  }
}

}  // namespace parasample
