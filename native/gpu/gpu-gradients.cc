#include "gpu-gradients.h"

#include <algorithm>
#include <stdexcept>

#include "kernels.h"
#include "numbered.h"

namespace parasample {
namespace {

// Four megabytes: sums of less do not fill the links between GPUs, and of more begin later than they could.
constexpr int64_t leastFloatsOfBucket = 1 << 20;

Numbered<GpuGradients> &table() {
  // Never destroyed: threads of TensorFlow may outlive static objects.
  static auto &gradients = *new Numbered<GpuGradients>;
  return gradients;
}

}  // namespace

GpuGradients::GpuGradients(const std::string &library, const Nccl::Id &id, int rank, int workers,
                           const std::vector<int> &ends)
    : memory_(std::max(1, ends.back())), floats_(ends.back()), communicator_(library, id, rank, workers) {
  const auto keep = [](void *, size_t, void *) {};
  tensor_ = TF_NewTensor(TF_FLOAT, &floats_, 1, memory_.floats(), floats_ * sizeof(float), keep, nullptr);
  for (size_t part = ends.size(); part-- > 0;) {
    const int64_t start = part == 0 ? 0 : ends[part - 1];
    if (buckets_.empty() || buckets_.back().end - ends[part] >= leastFloatsOfBucket) buckets_.push_back({ends[part], 0});
    buckets_.back().parts += ends[part] > start;
  }
}

GpuGradients::~GpuGradients() {
  communicator_.abandon();
  for (TF_Tensor *tensor : held_) TF_DeleteTensor(tensor);
  TF_DeleteTensor(tensor_);
}

void GpuGradients::take(Run &run, int64_t offset, bool isFurther, bool isLast) {
  const int64_t count = sizeOf(run.shape(0));
  if (count == 0) return;
  const bool isAlone = isLast && !isFurther;
  float *sum = memory_.floats() + offset;
  if (!isAlone) addIntoKernel(run, {blocksFor(count)}, run.floats(0), sum, count, isFurther);
  if (!isLast) return;
  std::lock_guard<std::mutex> lock(mutex_);
  if (isAlone) held_.push_back(run.keep(0));
  Bucket &bucket = bucketAt(offset);
  bucket.sums.push_back({isAlone ? run.floats(0) : sum, sum, count});
  if (static_cast<int>(bucket.sums.size()) < bucket.parts) return;
  bucket.ready = std::make_shared<DeviceEvent>();
  bucket.ready->record(streamOf(run));
  sumReady();
}

GpuGradients::Bucket &GpuGradients::bucketAt(int64_t offset) {
  auto bucket = buckets_.end();
  while (bucket != buckets_.begin() && (bucket - 1)->end <= offset) bucket -= 1;
  return *(bucket - 1);
}

// Asks for the sums of all that is ready behind what was asked for before.
void GpuGradients::sumReady() {
  for (; summed_ < buckets_.size() && buckets_[summed_].ready; summed_ += 1) {
    auto &[end, parts, sums, ready] = buckets_[summed_];
    // Workers' threads brought them in any order.
    std::sort(sums.begin(), sums.end(), [](const auto &a, const auto &b) { return a.into < b.into; });
    communicator_.add(std::move(sums), std::move(ready));
    sums.clear();
    ready = nullptr;
  }
}

void GpuGradients::give(Run &run) {
  std::lock_guard<std::mutex> lock(mutex_);
  communicator_.holdUp(streamOf(run));
  // Their memory may be used again: by what comes later in TensorFlow's stream.
  for (TF_Tensor *tensor : held_) TF_DeleteTensor(tensor);
  held_.clear();
  summed_ = 0;
  run.give(0, tensor_);
}

int32_t openGpuGradients(const std::string &library, const Nccl::Id &id, int rank, int workers,
                         const std::vector<int> &ends) {
  return table().add(std::make_shared<GpuGradients>(library, id, rank, workers, ends));
}

std::shared_ptr<GpuGradients> gpuGradientsOf(int32_t number) { return table().find(number); }

void closeGpuGradients(int32_t number) { table().remove(number); }

namespace gpu {
namespace {

// Fails the run with what went wrong.
template <typename Body>
void overGradients(Run &run, int32_t number, const Body &body) {
  const auto gradients = gpuGradientsOf(number);
  if (!gradients) return run.fail("The memory for these gradients is not there.");
  try {
    body(*gradients);
  } catch (const std::runtime_error &error) {
    run.fail((std::string("Gradients could not be summed over GPUs: ") + error.what()).c_str());
  }
}

}  // namespace

void sumGradient(Run &run) {
  const int32_t *place = run.ints(2);
  run.output(0, {0});
  overGradients(run, place[0], [&](GpuGradients &gradients) {
    gradients.take(run, run.ints(1)[0], place[1] == 1, place[2] == 1);
  });
}

void summedGradients(Run &run) {
  overGradients(run, run.ints(0)[0], [&](GpuGradients &gradients) { gradients.give(run); });
}

}  // namespace gpu

}  // namespace parasample
