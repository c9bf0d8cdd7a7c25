#include "tensorflow-classes.h"

#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/resource_mgr.h"
#include "tensorflow/core/framework/resource_var.h"
#include "xla/stream_executor/stream.h"

#if !defined(__GLIBCXX__)
#error "TensorFlow was built with GCC's C++ library; with another its classes lie differently in memory."
#endif

namespace parasample {
namespace {

tensorflow::OpKernelContext *classOf(TF_OpKernelContext *context) {
  return reinterpret_cast<tensorflow::OpKernelContext *>(context);
}

tensorflow::core::RefCountPtr<tensorflow::Var> resourceOf(tensorflow::OpKernelContext *context, int input) {
  tensorflow::core::RefCountPtr<tensorflow::Var> variable;
  const auto make = [](tensorflow::Var **made) {
    *made = new tensorflow::Var(tensorflow::DT_FLOAT);
    return absl::OkStatus();
  };
  const auto &handle = tensorflow::HandleFromInput(context, input);
  const auto found = tensorflow::LookupOrCreateResource<tensorflow::Var>(context, handle, &variable, make);
  if (found.ok()) return variable;
  context->CtxFailure(found);
  throw Failed();
}

}  // namespace

void *tensorflowStream(TF_OpKernelContext *context) {
  return classOf(context)->op_device_context()->stream()->platform_specific_handle().stream;
}

Variable variableOf(Run &run, int input, int64_t floats) {
  tensorflow::OpKernelContext *context = classOf(run.context());
  const auto variable = resourceOf(context, input);
  tensorflow::mutex_lock lock(*variable->mu());
  tensorflow::Tensor &tensor = *variable->tensor();
  const bool isThere = variable->is_initialized && tensor.NumElements() == floats;
  const bool isAlone = isThere && tensor.RefCountIsOne();
  const auto held = std::make_shared<tensorflow::Tensor>(tensor);
  if (!isAlone) {
    const auto allocated = context->allocate_temp(tensorflow::DT_FLOAT, tensorflow::TensorShape({floats}), &tensor);
    if (!allocated.ok()) {
      context->CtxFailure(allocated);
      throw Failed();
    }
    variable->is_initialized = true;
  }
  const float *from = isThere ? held->flat<float>().data() : nullptr;
  return {{from, tensor.flat<float>().data()}, held};
}

}  // namespace parasample
