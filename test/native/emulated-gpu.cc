// The operations for GPUs as TensorFlow's for CPUs, their kernels run by emulated blocks and threads: a Node-API module for
// the specs, in the place of native/module.cc.

#include <node_api.h>
#include <ucontext.h>

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cuda-emulation.h"
#include "functions.h"
#include "gpu.h"
#include "kernels.h"
#include "operations.h"

#include "kernels.cuh"

Place threadIdx, blockIdx, blockDim;

namespace {

using parasample::threadsOfBlock;

// A thread of the block that runs now.
struct Fibre {
  ucontext_t context;
  std::vector<char> stack = std::vector<char>(1 << 16);
  bool isDone = false;
};

std::vector<Fibre> fibres(threadsOfBlock);
ucontext_t scheduler;
float exchangedValues[threadsOfBlock];
void (*runKernel)(void **);
void **kernelArguments;

void runThread() {
  runKernel(kernelArguments);
  fibres[threadIdx.x].isDone = true;
}

void start(Fibre &fibre) {
  getcontext(&fibre.context);
  fibre.context.uc_stack.ss_sp = fibre.stack.data();
  fibre.context.uc_stack.ss_size = fibre.stack.size();
  fibre.context.uc_link = &scheduler;
  fibre.isDone = false;
  makecontext(&fibre.context, runThread, 0);
}

void runBlock() {
  for (Fibre &fibre : fibres) start(fibre);
  for (bool anyRuns = true; anyRuns;) {
    anyRuns = false;
    for (int thread = 0; thread < threadsOfBlock; thread += 1) {
      if (fibres[thread].isDone) continue;
      threadIdx.x = thread;
      swapcontext(&scheduler, &fibres[thread].context);
      anyRuns = anyRuns || !fibres[thread].isDone;
    }
  }
}

template <typename... Arguments, size_t... index>
void call(void (*kernel)(Arguments...), void **arguments, std::index_sequence<index...>) {
  kernel(*static_cast<Arguments *>(arguments[index])...);
}

std::map<std::string, void (*)(void **)> &kernels() {
  static std::map<std::string, void (*)(void **)> known;
  return known;
}

// Compiles only where the host launches the kernel with the types that it takes.
template <typename Launched>
struct Takes;
template <typename... Arguments>
struct Takes<parasample::Kernel<Arguments...>> {
  template <void (*kernel)(Arguments...)>
  static void add(const char *name) {
    kernels()[name] = [](void **arguments) {
      call(kernel, arguments, std::index_sequence_for<Arguments...>());
    };
  }
};

template <auto kernel, typename Launched>
void add(const Launched &launched) {
  Takes<Launched>::template add<kernel>(launched.name);
}

void addKernels() {
  using namespace parasample;
  add<parasampleAddInto>(addIntoKernel);
  add<parasampleAddGradients>(addGradientsKernel);
  add<parasampleAdam>(adamKernel);
  add<parasampleAttention64>(attentionKernels[0]);
  add<parasampleAttention128>(attentionKernels[1]);
  add<parasampleAttentionMeans>(attentionMeansKernel);
  add<parasampleAttentionToKeysGradient64>(attentionToKeysGradientKernels[0]);
  add<parasampleAttentionToKeysGradient128>(attentionToKeysGradientKernels[1]);
  add<parasampleAttentionFromQueriesGradient64>(attentionFromQueriesGradientKernels[0]);
  add<parasampleAttentionFromQueriesGradient128>(attentionFromQueriesGradientKernels[1]);
  add<parasampleDraw>(drawKernel);
  add<parasampleDrawGradient>(drawGradientKernel);
  add<parasampleGaussianKl>(gaussianKlKernel);
  add<parasampleSum>(sumKernel);
  add<parasampleGaussianKlGradient>(gaussianKlGradientKernel);
  add<parasampleGelu>(geluKernel);
  add<parasampleGeluGradient>(geluGradientKernel);
  add<parasampleBiasGelu>(biasGeluKernel);
  add<parasampleBiasGeluGradient>(biasGeluGradientKernel);
  add<parasampleIvon>(ivonKernel);
  add<parasampleBiasRelu>(biasReluKernel);
  add<parasampleBiasResidual>(biasResidualKernel);
  add<parasampleJoinHeads>(joinHeadsKernel);
  add<parasampleMomentum>(momentumKernel);
  add<parasampleSoftmax>(softmaxKernel);
  add<parasampleSoftmaxGradient>(softmaxGradientKernel);
  add<parasampleNormalise>(normaliseKernel);
  add<parasampleNormaliseGradient>(normaliseGradientKernel);
  add<parasampleNormaliseSums>(normaliseSumsKernel);
  add<parasampleAddNormaliseSums>(addNormaliseSumsKernel);
  add<parasampleSquares>(squaresKernel);
}

}  // namespace

void waitForBlock() {
  const unsigned thread = threadIdx.x;
  swapcontext(&fibres[thread].context, &scheduler);
}

float exchanged(float value, int lane) {
  const unsigned thread = threadIdx.x;
  exchangedValues[thread] = value;
  waitForBlock();
  const float other = exchangedValues[thread / 32 * 32 + lane];
  waitForBlock();
  return other;
}

void parasample::launch(Run &run, const char *kernel, Blocks blocks, void **arguments) {
  static std::mutex mutex;
  std::lock_guard<std::mutex> lock(mutex);
  const auto found = kernels().find(kernel);
  if (found == kernels().end()) {
    run.fail("No such kernel.");
    throw Failed();
  }
  runKernel = found->second;
  kernelArguments = arguments;
  blockDim = {threadsOfBlock, 1, 1};
  for (unsigned y = 0; y < blocks.y; y += 1)
    for (unsigned x = 0; x < blocks.x; x += 1) {
      blockIdx = {x, y, 0};
      runBlock();
    }
}

void parasample::prepareGpu(const std::string &) {}

parasample::GpuMemory parasample::memoryOfGpu() { return {}; }

NAPI_MODULE_INIT() {
  addKernels();
  bool isComplete = true;
  for (parasample::Operation operation : parasample::allOperations()) {
    if (!operation.computeOnGpu) continue;
    operation.compute = std::exchange(operation.computeOnGpu, nullptr);
    isComplete = parasample::registerOperation(operation) && isComplete;
  }
  napi_value value;
  if (napi_get_boolean(env, isComplete, &value) == napi_ok) napi_set_named_property(env, exports, "available", value);
  parasample::addFunctions(env, exports);
  return exports;
}
