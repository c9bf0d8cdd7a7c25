#include "gpu.h"

#include <map>
#include <mutex>
#include <stdexcept>

#include "compile-kernels.h"
#include "driver.h"
#include "launch.h"
#include "tensorflow-classes.h"

namespace parasample {
namespace {

// The kernels on this process's GPU. They stay until the process ends.
class Kernels {
 public:
  explicit Kernels(const std::string &folder) : image_(compiledKernels(folder, device().capability())) {
    device().with([this] { return driver().loadModule(&module_, image_.data()); });
  }

  void launch(const char *kernel, Blocks blocks, Handle stream, void **arguments) {
    const Handle function = functionOf(kernel);
    device().with([&] {
      return driver().launchKernel(function, static_cast<unsigned>(blocks.x), static_cast<unsigned>(blocks.y), 1,
                                   threadsOfBlock, 1, 1, 0, stream, arguments, nullptr);
    });
  }

 private:
  Handle functionOf(const char *kernel) {
    std::lock_guard<std::mutex> lock(mutex_);
    Handle &function = functions_[kernel];
    if (!function) device().with([&] { return driver().functionOf(&function, module_, kernel); });
    return function;
  }

  KernelImage image_;
  Handle module_ = nullptr;
  std::mutex mutex_;
  std::map<std::string, Handle> functions_;
};

Kernels *kernels = nullptr;

}  // namespace

void prepareGpu(const std::string &folder) {
  if (!kernels) kernels = new Kernels(folder);
}

GpuMemory memoryOfGpu() {
  GpuMemory memory;
  device().with([&] { return driver().memory(&memory.free, &memory.total); });
  return memory;
}

void launch(Run &run, const char *kernel, Blocks blocks, void **arguments) {
  try {
    if (!kernels) throw std::runtime_error("its kernels are not loaded");
    kernels->launch(kernel, blocks, tensorflowStream(run.context()), arguments);
  } catch (const std::runtime_error &error) {
    run.fail((std::string(kernel) + " could not run on the GPU: " + error.what()).c_str());
    throw Failed();
  }
}

}  // namespace parasample
