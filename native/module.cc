// The Node-API module: loading it makes the operations known to the TensorFlow that is loaded already. It exports
// `available`, false where the processor lacks instructions that the module was compiled for, or registering failed.

#include <node_api.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "draw.h"
#include "functions.h"
#include "gelu.h"
#include "normalise.h"
#include "shared-gradients.h"
#include "softmax.h"
#include "trained-parameters.h"

namespace parasample {
namespace {

// Asks the processor itself: Zig's runtime has no working __builtin_cpu_supports.
bool processorIsKnown() {
#if defined(__x86_64__)
  [[maybe_unused]] constexpr unsigned avx2 = 1u << 5, avx512 = 1u << 16 | 1u << 17 | 1u << 30;  // foundation, DQ and BW
#if defined(__AVX512F__)
  constexpr unsigned needed = avx2 | avx512;
#elif defined(__AVX2__)
  constexpr unsigned needed = avx2;
#else
  constexpr unsigned needed = 0;
#endif
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx);
  return (ebx & needed) == needed;
#else
  return true;
#endif
}

// Every output has the shape of the input with the same place.
template <int outputs>
void likeInputs(TF_ShapeInferenceContext *context, TF_Status *status) {
  for (int output = 0; output < outputs; output += 1) inferShape(context, status, output, output);
}

void unknownShape(TF_ShapeInferenceContext *context, TF_Status *status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

bool registerAll() {
  const Operation operations[] = {
      {"ParasampleDraw",
       {"mean: float", "log_std: float", "seeds: int32"},
       {"weights: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) { inferShape(context, status, 0, 0, 2); },
       computeWith<draw>},
      {"ParasampleDrawGradient",
       {"gradient: float", "log_std: float", "seeds: int32"},
       {"mean_gradient: float", "log_std_gradient: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         inferShape(context, status, 0, 1);
         inferShape(context, status, 1, 1);
       },
       computeWith<drawGradient>},
      {"ParasampleGelu", {"x: float"}, {"y: float"}, likeInputs<1>, computeWith<gelu>},
      {"ParasampleGeluGradient", {"gradient: float", "x: float"}, {"x_gradient: float"}, likeInputs<1>,
       computeWith<geluGradient>},
      {"ParasampleSoftmax", {"x: float"}, {"probabilities: float"}, likeInputs<1>, computeWith<softmax>},
      {"ParasampleSoftmaxGradient",
       {"gradient: float", "probabilities: float"},
       {"x_gradient: float"},
       likeInputs<1>,
       computeWith<softmaxGradient>},
      {"ParasampleNormalise",
       {"x: float", "scale: float", "offset: float"},
       {"y: float", "statistics: float"},
       // The statistics' shape is for the gradient alone, which asks for none.
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         TF_ShapeInferenceContextSetUnknownShape(context, status);
         inferShape(context, status, 0, 0);
       },
       computeWith<normalise>},
      {"ParasampleNormaliseGradient",
       {"gradient: float", "x: float", "scale: float", "statistics: float"},
       {"x_gradient: float", "scale_gradient: float", "offset_gradient: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         inferShape(context, status, 0, 1);
         inferShape(context, status, 1, 2);
         inferShape(context, status, 2, 2);
       },
       computeWith<normaliseGradient>},
      {"ParasamplePublishGradient",
       {"part: float", "offset: int32", "place: int32"},
       {"published: float"},
       unknownShape,
       computeWith<publishGradient>,
       true},
      {"ParasampleReadParameters", {"number: int32"}, {"parameters: float"}, unknownShape, computeWith<readParameters>, true},
  };
  for (const Operation &operation : operations)
    if (!registerOperation(operation)) return false;
  return true;
}

}  // namespace
}  // namespace parasample

NAPI_MODULE_INIT() {
  // Once for the process: Node loads a module again for every worker thread.
  static const bool available = parasample::processorIsKnown() && parasample::registerAll();
  napi_value value;
  if (napi_get_boolean(env, available, &value) == napi_ok)
    napi_set_named_property(env, exports, "available", value);
  parasample::addFunctions(env, exports);
  return exports;
}
