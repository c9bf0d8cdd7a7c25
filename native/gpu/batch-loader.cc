#include "batch-loader.h"

#include <chrono>
#include <cstring>
#include <stdexcept>

#include "numbered.h"

namespace parasample {
namespace {

constexpr int64_t bytesOfNumber = 4;
// TensorFlow copies what begins elsewhere, as if it were the host's.
constexpr uintptr_t alignment = 64;
constexpr auto briefly = std::chrono::microseconds(50);

Numbered<BatchLoader> &table() {
  // Never destroyed: threads of TensorFlow may outlive static objects.
  static auto &loaders = *new Numbered<BatchLoader>;
  return loaders;
}

bool follow(const int32_t *sets, int64_t count) {
  for (int64_t i = 1; i < count; i += 1)
    if (sets[i] != sets[0] + i) return false;
  return true;
}

}  // namespace

BatchLoader::BatchLoader(int64_t numbers) : numbers_(numbers + static_cast<int64_t>(alignment)) {
  for (int slot = 0; slot < 2; slot += 1) slots_.push_back(std::make_unique<Slot>(numbers_));
  thread_ = std::thread([this] { work(); });
}

BatchLoader::~BatchLoader() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    isClosed_ = true;
    changed_.notify_all();
  }
  thread_.join();
  for (TF_Tensor *view : views_) TF_DeleteTensor(view);
}

int32_t BatchLoader::load(Part inputs, Part targets) {
  if (inputs.count + targets.count > numbers_ - static_cast<int64_t>(alignment)) return -1;
  std::lock_guard<std::mutex> lock(mutex_);
  last_ += 1;
  slotOf(last_).promised = last_;
  tasks_.push_back({last_, inputs, targets});
  changed_.notify_all();
  return last_;
}

void BatchLoader::settle() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return tasks_.empty() || !failure_.empty(); });
}

// The thread that reads batches, so that JavaScript's need not, and asks for their copies.
void BatchLoader::work() {
  try {
    while (hasTask()) {
      const Task task = tasks_.front();
      Slot &slot = slotOf(task.batch);
      if (!stage(task, slot)) return;
      slot.freed.holdUp(stream_.handle());
      copyToDevice(slot.onDevice.floats(), slot.staged.bytes(),
                   (slot.targetsAt() + slot.targets) * bytesOfNumber, stream_.handle());
      slot.loaded.record(stream_.handle());
      std::lock_guard<std::mutex> lock(mutex_);
      slot.asked = task.batch;
      changed_.notify_all();
    }
  } catch (const std::runtime_error &error) {
    std::lock_guard<std::mutex> lock(mutex_);
    failure_ = error.what();
    changed_.notify_all();
  }
}

// Waits for one; false where there will be none any more.
bool BatchLoader::hasTask() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return isClosed_ || !tasks_.empty(); });
  return !isClosed_;
}

// Takes a batch into page-locked memory, and waits until nothing that is not in a stream yet will read the one before it in its
// place on the device; false where it is given up.
bool BatchLoader::stage(const Task &task, Slot &slot) {
  // That of the batch before last is long done where each was trained on.
  while (!slot.loaded.isReached()) std::this_thread::sleep_for(briefly);
  slot.inputs = task.inputs.count;
  slot.targets = task.targets.count;
  std::memcpy(slot.staged.bytes(), task.inputs.numbers, task.inputs.count * bytesOfNumber);
  std::memcpy(slot.staged.bytes() + slot.targetsAt() * bytesOfNumber, task.targets.numbers,
              task.targets.count * bytesOfNumber);
  std::unique_lock<std::mutex> lock(mutex_);
  tasks_.pop_front();
  changed_.notify_all();
  changed_.wait(lock, [&] { return isClosed_ || slot.isFree; });
  return !isClosed_;
}

// All that reads the current batch is in the stream already.
void BatchLoader::leaveCurrent(void *stream) {
  for (TF_Tensor *view : views_) TF_DeleteTensor(view);
  views_.clear();
  if (current_ == 0) return;
  Slot &slot = slotOf(current_);
  slot.freed.record(stream);
  slot.isFree = true;
  changed_.notify_all();
}

// Where a part of the batch lies, for what comes behind this operation in its stream.
const float *BatchLoader::ready(Run &run, int32_t batch, Of part, int64_t *numbers) {
  std::unique_lock<std::mutex> lock(mutex_);
  void *stream = streamOf(run);
  Slot &slot = slotOf(batch);
  if (batch < 1 || slot.promised != batch) throw std::runtime_error("it is no longer on the GPU");
  if (current_ != batch) leaveCurrent(stream);
  current_ = batch;
  changed_.wait(lock, [&] { return slot.asked == batch || !failure_.empty(); });
  if (!failure_.empty()) throw std::runtime_error(failure_);
  slot.isFree = false;
  slot.loaded.holdUp(stream);
  *numbers = part == Of::inputs ? slot.inputs : slot.targets;
  return slot.onDevice.floats() + (part == Of::inputs ? 0 : slot.targetsAt());
}

void BatchLoader::give(Run &run, int32_t batch, Of part, const Shape &shape, const int32_t *sets, TF_DataType type) {
  const int64_t count = shape[0], size = sizeOf(shape) / count;
  int64_t numbers = 0;
  const float *start = ready(run, batch, part, &numbers);
  for (int64_t i = 0; i < count; i += 1)
    if (sets[i] < 0 || (sets[i] + 1) * size > numbers) throw std::runtime_error("it has other sizes");
  const float *first = start + sets[0] * size;
  if (!follow(sets, count) || reinterpret_cast<uintptr_t>(first) % alignment != 0) {
    float *joined = run.output(0, shape, type);
    for (int64_t i = 0; i < count; i += 1)
      copyWithinDevice(joined + i * size, start + sets[i] * size, size * bytesOfNumber, streamOf(run));
    return;
  }
  const auto keep = [](void *, size_t, void *) {};
  TF_Tensor *view = TF_NewTensor(type, shape.data(), static_cast<int>(shape.size()), const_cast<float *>(first),
                                 count * size * bytesOfNumber, keep, nullptr);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    views_.push_back(view);
  }
  run.give(0, view);
}

int32_t openBatchLoader(int64_t numbers) { return table().add(std::make_shared<BatchLoader>(numbers)); }

std::shared_ptr<BatchLoader> batchLoaderOf(int32_t number) { return table().find(number); }

void closeBatchLoader(int32_t number) { table().remove(number); }

namespace gpu {
namespace {

void give(Run &run, TF_DataType type) {
  const int32_t *layout = run.ints(0), *place = run.ints(1);
  const auto loader = batchLoaderOf(place[0]);
  if (!loader) return run.fail("What loads this batch is closed.");
  try {
    const auto part = static_cast<BatchLoader::Of>(layout[0]);
    loader->give(run, place[1], part, Shape(layout + 1, layout + run.shape(0)[0]), place + 2, type);
  } catch (const std::runtime_error &error) {
    run.fail((std::string("A batch could not be brought to the GPU: ") + error.what()).c_str());
  }
}

}  // namespace

void loadedFloats(Run &run) { give(run, TF_FLOAT); }

void loadedInts(Run &run) { give(run, TF_INT32); }

}  // namespace gpu

}  // namespace parasample
