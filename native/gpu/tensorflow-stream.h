#pragma once

#include "tensorflow/c/kernels.h"

namespace parasample {

// The CUDA stream in which TensorFlow runs this operation. The C interface gives none for CUDA, so this one file is
// compiled against TensorFlow's C++ classes, which takes a compiler with the C++ library that TensorFlow was built with.
void *tensorflowStream(TF_OpKernelContext *context);

}  // namespace parasample
