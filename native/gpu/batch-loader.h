// Batches on their way to this process's GPU: the next one crosses from page-locked memory, in a stream of its own, while the
// GPU computes on the one before.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "device-streams.h"
#include "operation.h"

namespace parasample {

class BatchLoader {
 public:
  // Room for two batches of at most so many numbers, of four bytes each. Throws std::runtime_error where there is no memory.
  explicit BatchLoader(int64_t numbers);
  // Leaves undone what has not begun.
  ~BatchLoader();
  BatchLoader(const BatchLoader &) = delete;
  BatchLoader &operator=(const BatchLoader &) = delete;

  struct Part {
    const void *numbers;
    int64_t count;
  };

  // Begins to bring a batch to the GPU; its numbers must stay as they are until `settle`. Returns which batch it is, counted
  // from 1, or -1 where there is no room for it. It stays until the second one after it is loaded.
  int32_t load(Part inputs, Part targets);

  // Waits until all that was given to `load` has been read.
  void settle();

  enum class Of { inputs, targets };

  // Gives sets of a batch to a run, a view where they follow each other: [sets, numbers of a set...]. The run's stream waits for
  // the batch, and batches after it for all that the stream holds already. Throws std::runtime_error where that cannot be.
  void give(Run &run, int32_t batch, Of part, const Shape &shape, const int32_t *sets, TF_DataType type);

 private:
  struct Slot {
    explicit Slot(int64_t numbers) : staged(numbers), onDevice(numbers) {}

    PinnedMemory staged;
    DeviceMemory onDevice;
    // The batch is there; what read the one before it is done.
    DeviceEvent loaded, freed;
    bool isFree = true;
    // Batches that it was last promised to, and that it holds once `loaded` is reached.
    int32_t promised = 0, asked = 0;
    int64_t inputs = 0, targets = 0;

    // Behind the inputs, where TensorFlow may read with vectors.
    int64_t targetsAt() const { return (inputs + 63) / 64 * 64; }
  };

  struct Task {
    int32_t batch;
    Part inputs, targets;
  };

  void work();
  bool stage(const Task &task, Slot &slot);
  bool hasTask();
  Slot &slotOf(int32_t batch) { return *slots_[batch % slots_.size()]; }
  const float *ready(Run &run, int32_t batch, Of part, int64_t *numbers);
  void leaveCurrent(void *stream);

  const int64_t numbers_;
  DeviceStream stream_;
  std::vector<std::unique_ptr<Slot>> slots_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  int32_t last_ = 0, current_ = 0;
  // Views of the current batch: as long as they are held, nothing computes in its memory.
  std::vector<TF_Tensor *> views_;
  std::string failure_;
  bool isClosed_ = false;
  std::thread thread_;
};

// Returns its number. Throws std::runtime_error as the constructor does.
int32_t openBatchLoader(int64_t numbers);
std::shared_ptr<BatchLoader> batchLoaderOf(int32_t number);
void closeBatchLoader(int32_t number);

namespace gpu {

// The operations: [0 for inputs or 1 for targets, shape...], [number of the loader, batch, sets...] -> those sets.
void loadedFloats(Run &run);
void loadedInts(Run &run);

}  // namespace gpu

}  // namespace parasample
