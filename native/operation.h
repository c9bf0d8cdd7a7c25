// A thin layer over TensorFlow's C interface (tensorflow/c/ops.h and kernels.h), which keeps the same binary form
// whatever compiler and C++ library built the operations.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

namespace parasample {

using Shape = std::vector<int64_t>;

int64_t sizeOf(const Shape &shape);

// Leaves a kernel whose failure TensorFlow knows already.
struct Failed {};

// What one run of an operation reads and writes. Inputs are float32, int32 or variables, as the operation declares.
class Run {
 public:
  explicit Run(TF_OpKernelContext *context);
  ~Run();
  Run(const Run &) = delete;
  Run &operator=(const Run &) = delete;

  const Shape &shape(int input) const { return shapes_[input]; }
  const float *floats(int input) const { return static_cast<const float *>(data_[input]); }
  const int32_t *ints(int input) const { return static_cast<const int32_t *>(data_[input]); }
  bool isVariable(int input) const { return TF_TensorType(tensors_[input]) == TF_RESOURCE; }

  // Memory for an output, float32 unless said; throws Failed where there is none.
  float *output(int index, const Shape &shape, TF_DataType type = TF_FLOAT);

  // Memory for this run alone, of the device that the operation runs on; throws Failed where there is none.
  float *scratch(int64_t floats);

  // Makes a tensor that outlives the run an output, without copying.
  void give(int index, TF_Tensor *tensor);

  // Ends the graph's run with this sentence.
  void fail(const char *sentence);

  // Keeps an input's memory beyond the run, until it is deleted.
  TF_Tensor *keep(int input) { return std::exchange(tensors_[input], nullptr); }

  TF_OpKernelContext *context() const { return context_; }

 private:
  float *dataOf(TF_Tensor *tensor);

  TF_OpKernelContext *context_;
  TF_Status *status_;
  std::vector<TF_Tensor *> tensors_;
  std::vector<Shape> shapes_;
  std::vector<const void *> data_;
};

// The static shape of an output, for graph optimisers and later operations: that of an input, or of an input behind
// the first axis of another.
void inferShape(TF_ShapeInferenceContext *context, TF_Status *status, int output, int input, int firstAxisOf = -1);

struct Operation {
  const char *name;
  // As in `mean: float`, or `gradients: N * float`.
  std::vector<const char *> inputs, outputs;
  void (*inferShapes)(TF_ShapeInferenceContext *, TF_Status *);
  // On CPUs; null where there is no such kernel.
  void (*compute)(void *, TF_OpKernelContext *);
  // On GPUs; null where there is no such kernel.
  void (*computeOnGpu)(void *, TF_OpKernelContext *) = nullptr;
  // Reads or changes what no input shows, so that TensorFlow must neither drop a run of it nor share one.
  bool hasEffects = false;
  // Of lists among the inputs, as in `N: int >= 1`.
  std::vector<const char *> attributes = {};
};

// The form in which TensorFlow calls a kernel.
template <void (*kernel)(Run &)>
void computeWith(void *, TF_OpKernelContext *context) {
  Run run(context);
  try {
    kernel(run);
  } catch (const Failed &) {
  }
}

// Makes an operation known to TensorFlow, with its kernels. On GPUs int32 inputs and handles of variables are the host's.
bool registerOperation(const Operation &operation);

}  // namespace parasample
