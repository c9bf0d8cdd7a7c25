#pragma once

#include <string>

namespace parasample {

// Compiles and loads the kernels for this process's GPU; `folder` is that of the runtime. Operations on GPUs may run
// afterwards. Throws std::runtime_error that says what failed.
void prepareGpu(const std::string &folder);

}  // namespace parasample
