#include "tensorflow-stream.h"

#include "tensorflow/core/framework/op_kernel.h"
#include "xla/stream_executor/stream.h"

#if !defined(__GLIBCXX__)
#error "TensorFlow was built with GCC's C++ library; with another its classes lie differently in memory."
#endif

namespace parasample {

void *tensorflowStream(TF_OpKernelContext *context) {
  auto *kernelContext = reinterpret_cast<tensorflow::OpKernelContext *>(context);
  return kernelContext->op_device_context()->stream()->platform_specific_handle().stream;
}

}  // namespace parasample
