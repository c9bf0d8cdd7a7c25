// Gradients in memory that workers map.

#include <cstring>

#include "call.h"
#include "functions.h"
#include "shared-gradients.h"

namespace parasample {
namespace {

napi_value openGradients(const Call &call) {
  return call.give(parasample::openGradients(call.numbers(0), static_cast<int>(call.number(1)), call.number(2)));
}

napi_value closeGradients(const Call &call) {
  parasample::closeGradients(static_cast<int32_t>(call.number(0)));
  return nullptr;
}

napi_value storeGradient(const Call &call) {
  const auto gradients = gradientsOf(static_cast<int32_t>(call.number(0)));
  const auto [values, count] = call.floats(1);
  if (!gradients || count != gradients->size()) return call.give(false);
  std::memcpy(gradients->own(0), values, count * sizeof(float));
  return call.give(true);
}

napi_value reduceShare(const Call &call) {
  const auto gradients = gradientsOf(static_cast<int32_t>(call.number(0)));
  if (gradients) gradients->reduceShare(static_cast<int>(call.number(1)));
  return call.give(gradients != nullptr);
}

}  // namespace

void addGradientFunctions(napi_env env, napi_value exports) {
  addFunction<openGradients>(env, exports, "openGradients");
  addFunction<closeGradients>(env, exports, "closeGradients");
  addFunction<storeGradient>(env, exports, "storeGradient");
  addFunction<reduceShare>(env, exports, "reduceShare");
}

}  // namespace parasample
