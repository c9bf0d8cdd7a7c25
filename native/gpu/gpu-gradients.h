// Gradients that the GPUs of a run sum among themselves: they lie in the GPU's memory and never leave it for the host.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "communicator.h"
#include "operation.h"

namespace parasample {

class GpuGradients {
 public:
  // Joins the other workers without waiting for them.
  // `ends`: where the gradient of each parameter ends, in their order, with what lies between it and the next one.
  // Throws std::runtime_error where there is no NCCL, or no memory.
  GpuGradients(const std::string &library, const Nccl::Id &id, int rank, int workers, const std::vector<int> &ends);
  ~GpuGradients();

  Communicator &communicator() { return communicator_; }

  // Takes a pass's gradient of the parameter that begins at `offset`: input 0 of the run. After the last pass it is summed
  // over the workers as soon as its neighbours are there too. A gradient of one pass alone is never copied for that.
  void take(Run &run, int64_t offset, bool isFurther, bool isLast);

  // The sum, once all is there, for what runs in TensorFlow's stream from here on.
  void give(Run &run);

 private:
  // Parameters next to each other whose gradients are summed together: enough for a device to be busy with.
  struct Bucket {
    int64_t end;
    int parts;
    std::vector<Communicator::Sum> sums;
    std::shared_ptr<DeviceEvent> ready;
  };

  Bucket &bucketAt(int64_t offset);
  void sumReady();

  DeviceMemory memory_;
  int64_t floats_;
  TF_Tensor *tensor_;
  Communicator communicator_;

  std::mutex mutex_;
  // The last parameters' first, since the backward pass begins there; all workers sum in this order.
  std::vector<Bucket> buckets_;
  size_t summed_ = 0;
  // Gradients that NCCL reads from where TensorFlow put them.
  std::vector<TF_Tensor *> held_;
};

// Returns the gradients' number. Throws std::runtime_error as the constructor does.
int32_t openGpuGradients(const std::string &library, const Nccl::Id &id, int rank, int workers,
                         const std::vector<int> &ends);
std::shared_ptr<GpuGradients> gpuGradientsOf(int32_t number);
void closeGpuGradients(int32_t number);

namespace gpu {

// The operation: part, offset, [number of the gradients, whether to add, whether it is the last pass] -> nothing.
void sumGradient(Run &run);

// The operation: [number of the gradients, ...] -> their sum over passes and workers.
void summedGradients(Run &run);

}  // namespace gpu

}  // namespace parasample
