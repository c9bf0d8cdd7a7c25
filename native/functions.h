// What JavaScript calls between the runs of a graph (src-workers/engine/tensorflow/own-operations.ts).
#pragma once

#include <node_api.h>

namespace parasample {

void addGradientFunctions(napi_env env, napi_value exports);
void addTrainingFunctions(napi_env env, napi_value exports);
void addMeetingFunctions(napi_env env, napi_value exports);
void addGpuFunctions(napi_env env, napi_value exports);

inline void addFunctions(napi_env env, napi_value exports) {
  addGradientFunctions(env, exports);
  addTrainingFunctions(env, exports);
  addMeetingFunctions(env, exports);
  addGpuFunctions(env, exports);
}

}  // namespace parasample
