// What JavaScript calls between the runs of a graph.
#pragma once

#include <node_api.h>

namespace parasample {

// Gradients, parameters and meetings as functions of the module (src-workers/engine/tensorflow/own-operations.ts).
void addFunctions(napi_env env, napi_value exports);

}  // namespace parasample
