// A network's parameters and their optimiser's moments, in memory that graphs read without copying and that the
// optimiser changes between their runs.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "mapping.h"
#include "operation.h"

namespace parasample {

class TrainedParameters {
 public:
  TrainedParameters(int64_t floats, int moments);
  ~TrainedParameters();
  TrainedParameters(const TrainedParameters &) = delete;
  TrainedParameters &operator=(const TrainedParameters &) = delete;

  bool isThere() const;
  int64_t size() const { return floats_; }
  int moments() const { return static_cast<int>(vectors_.size()) - 1; }
  // The parameters are vector 0, the moments follow.
  float *vector(int index) const { return vectors_[index]->floats(); }
  // The parameters as TensorFlow sees them. It is held here, since whatever holds a tensor alone may compute in its memory.
  TF_Tensor *tensor() const { return tensor_; }

 private:
  int64_t floats_;
  std::vector<std::unique_ptr<Mapping>> vectors_;
  TF_Tensor *tensor_ = nullptr;
};

// Returns the parameters' number, or -1 where the memory could not be had.
int32_t openParameters(int64_t floats, int moments);
std::shared_ptr<TrainedParameters> parametersOf(int32_t number);
void closeParameters(int32_t number);

// The operation: number -> the parameters themselves. Nothing may change them while a graph runs.
void readParameters(Run &run);

}  // namespace parasample
