#pragma once

#include <cstddef>
#include <string>

namespace parasample {

// Compiles and loads the kernels for this process's GPU; `folder` is that of the runtime. Operations on GPUs may run
// afterwards. Throws std::runtime_error that says what failed.
void prepareGpu(const std::string &folder);

// Of this process's GPU, in bytes. Throws std::runtime_error where the driver does not tell.
struct GpuMemory {
  size_t free = 0, total = 0;
};
GpuMemory memoryOfGpu();

}  // namespace parasample
