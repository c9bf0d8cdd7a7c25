// Gradients in memory that the worker processes of one run map: each publishes its own, and adds up everybody's.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "mapping.h"
#include "operation.h"

namespace parasample {

class SharedGradients {
 public:
  // Maps every worker's file of gradients, the own one to be written. Each file holds two gradients of `floats`, which
  // take turns. Without files the memory is this process's alone.
  SharedGradients(const std::vector<int> &files, int rank, int64_t floats);

  bool isThere() const;
  int64_t size() const { return floats_; }
  int workers() const { return static_cast<int>(files_.size()); }
  float *own(int half) const { return gradient(rank_, half); }

  // Replaces this worker's own share of its published gradient by the sum over all workers.
  void reduceShare(int half) const;

  // out = elements [first, last) of the sum over the workers, in rank order.
  void sum(int half, int64_t first, int64_t last, float *out) const;
  // The same, put together from the shares that the workers have reduced.
  void gather(int half, int64_t first, int64_t last, float *out) const;

 private:
  float *gradient(int worker, int half) const { return files_[worker]->floats() + half * floats_; }
  int64_t shareStart(int worker) const { return floats_ * worker / workers(); }

  std::vector<std::unique_ptr<Mapping>> files_;
  int rank_;
  int64_t floats_;
};

// Returns the gradients' number, or -1 where the memory could not be had.
int32_t openGradients(const std::vector<int> &files, int rank, int64_t floats);
std::shared_ptr<SharedGradients> gradientsOf(int32_t number);
void closeGradients(int32_t number);

// The operation: part, offset, [number of the gradients, half, whether to add] -> 0. Stores a part of the gradient in this
// worker's file, or adds it to what is there.
void publishGradient(Run &run);

}  // namespace parasample
