// Stands in for gpu.cc where the module is compiled without kernels for GPUs.

#include <stdexcept>

#include "gpu.h"
#include "launch.h"

namespace parasample {

void prepareGpu(const std::string &) {
  throw std::runtime_error("they were compiled without a C++ compiler of this machine (g++)");
}

void launch(Run &run, const char *, Blocks, void **) {
  run.fail("This module was compiled without kernels for GPUs.");
  throw Failed();
}

}  // namespace parasample
