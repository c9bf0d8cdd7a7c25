// What of TensorFlow only its C++ classes give. One file is compiled against them, which takes a compiler with the C++ library that
// TensorFlow was built with.
#pragma once

#include "tensorflow/c/kernels.h"
#include "variable.h"

namespace parasample {

// The CUDA stream in which TensorFlow runs this operation: the C interface gives none for CUDA.
void *tensorflowStream(TF_OpKernelContext *context);

}  // namespace parasample
