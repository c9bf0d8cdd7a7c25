// The Node-API module: loading it makes the operations known to the TensorFlow that is loaded already. It exports
// `available`, false where the processor lacks instructions that the module was compiled for, or registering failed.

#include <node_api.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "functions.h"
#include "operations.h"

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

bool registerAll() {
  for (const Operation &operation : allOperations())
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
