// This process's GPU, the batches that are brought to it, and the gradients that it sums with other workers' GPUs.

#include <cstring>
#include <stdexcept>

#include "batch-loader.h"
#include "call.h"
#include "functions.h"
#include "gpu-gradients.h"
#include "gpu.h"

namespace parasample {
namespace {

// Nothing ('') where all went well, or why it did not.
template <typename Body>
napi_value complaintOf(const Call &call, const Body &body) {
  try {
    body();
    return call.give(std::string());
  } catch (const std::runtime_error &error) {
    return call.give(std::string(error.what()));
  }
}

napi_value prepareGpu(const Call &call) {
  return complaintOf(call, [&] { parasample::prepareGpu(call.text(0)); });
}

napi_value memoryOfGpu(const Call &call) {
  return complaintOf(call, [&] {
    constexpr double megabyte = 1e6;
    const GpuMemory memory = parasample::memoryOfGpu();
    float *into = call.floats(0).data;
    into[0] = static_cast<float>(memory.free / megabyte);
    into[1] = static_cast<float>(memory.total / megabyte);
  });
}

napi_value makeGpusId(const Call &call) {
  return complaintOf(call, [&] {
    const Nccl nccl(call.text(0));
    Nccl::Id id;
    nccl.check(nccl.newId(&id));
    std::memcpy(call.floats(1).data, id.bytes, sizeof id);
  });
}

napi_value openGpuGradients(const Call &call) {
  return complaintOf(call, [&] {
    Nccl::Id id;
    std::memcpy(id.bytes, call.floats(1).data, sizeof id);
    const int rank = static_cast<int>(call.number(2)), workers = static_cast<int>(call.number(3));
    call.ints(5)[0] = parasample::openGpuGradients(call.text(0), id, rank, workers, call.numbers(4));
  });
}

napi_value waitForGpus(const Call &call) {
  const auto gradients = gpuGradientsOf(static_cast<int32_t>(call.number(0)));
  if (!gradients) return call.give(static_cast<int32_t>(Communicator::State::failed));
  return call.give(static_cast<int32_t>(gradients->communicator().wait(call.number(1))));
}

napi_value failureOfGpus(const Call &call) {
  const auto gradients = gpuGradientsOf(static_cast<int32_t>(call.number(0)));
  return call.give(gradients ? gradients->communicator().failure() : std::string());
}

napi_value closeGpuGradients(const Call &call) {
  parasample::closeGpuGradients(static_cast<int32_t>(call.number(0)));
  return nullptr;
}

napi_value openBatchLoader(const Call &call) {
  return complaintOf(call, [&] { call.ints(1)[0] = parasample::openBatchLoader(call.number(0)); });
}

napi_value loadBatch(const Call &call) {
  const auto loader = batchLoaderOf(static_cast<int32_t>(call.number(0)));
  if (!loader) return call.give(-1);
  const auto inputs = call.floats(1), targets = call.floats(2);
  return call.give(loader->load({inputs.data, inputs.count}, {targets.data, targets.count}));
}

napi_value settleBatches(const Call &call) {
  if (const auto loader = batchLoaderOf(static_cast<int32_t>(call.number(0)))) loader->settle();
  return nullptr;
}

napi_value closeBatchLoader(const Call &call) {
  parasample::closeBatchLoader(static_cast<int32_t>(call.number(0)));
  return nullptr;
}

}  // namespace

void addGpuFunctions(napi_env env, napi_value exports) {
  addFunction<prepareGpu>(env, exports, "prepareGpu");
  addFunction<memoryOfGpu>(env, exports, "memoryOfGpu");
  addFunction<makeGpusId>(env, exports, "makeGpusId");
  addFunction<openGpuGradients>(env, exports, "openGpuGradients");
  addFunction<waitForGpus>(env, exports, "waitForGpus");
  addFunction<failureOfGpus>(env, exports, "failureOfGpus");
  addFunction<closeGpuGradients>(env, exports, "closeGpuGradients");
  addFunction<openBatchLoader>(env, exports, "openBatchLoader");
  addFunction<loadBatch>(env, exports, "loadBatch");
  addFunction<settleBatches>(env, exports, "settleBatches");
  addFunction<closeBatchLoader>(env, exports, "closeBatchLoader");
  addFloats(env, exports, "gpusIdFloats", sizeof(Nccl::Id));
}

}  // namespace parasample
