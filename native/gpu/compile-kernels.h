#pragma once

#include <string>
#include <vector>

namespace parasample {

// What was compiled for a GPU: machine code, or for one newer than the compiler its text, which the driver translates.
using KernelImage = std::vector<char>;

// Compiles the kernels by NVRTC of the CUDA runtime in `folder`, or takes what it compiled before.
// `capability` is the GPU's compute capability, as 90 for 9.0. Throws std::runtime_error with the compiler's complaint.
KernelImage compiledKernels(const std::string &folder, int capability);

}  // namespace parasample
