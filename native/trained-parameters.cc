#include "trained-parameters.h"

#include <algorithm>

#include "numbered.h"

namespace parasample {
namespace {

Numbered<TrainedParameters> &table() {
  // Never destroyed: threads of TensorFlow may outlive static objects.
  static auto &parameters = *new Numbered<TrainedParameters>;
  return parameters;
}

}  // namespace

TrainedParameters::TrainedParameters(int64_t floats, int moments) : floats_(floats) {
  for (int vector = 0; vector <= moments; vector += 1)
    vectors_.push_back(std::make_unique<Mapping>(-1, floats * sizeof(float), true));
  if (!isThere()) return;
  const auto keep = [](void *, size_t, void *) {};
  tensor_ = TF_NewTensor(TF_FLOAT, &floats_, 1, vector(0), floats * sizeof(float), keep, nullptr);
}

TrainedParameters::~TrainedParameters() {
  if (tensor_) TF_DeleteTensor(tensor_);
}

bool TrainedParameters::isThere() const {
  return std::all_of(vectors_.begin(), vectors_.end(), [](const auto &vector) { return vector->isThere(); });
}

int32_t openParameters(int64_t floats, int moments) {
  auto parameters = std::make_shared<TrainedParameters>(floats, moments);
  return parameters->isThere() ? table().add(std::move(parameters)) : -1;
}

std::shared_ptr<TrainedParameters> parametersOf(int32_t number) { return table().find(number); }

void closeParameters(int32_t number) { table().remove(number); }

void readParameters(Run &run) {
  const auto parameters = parametersOf(run.ints(0)[0]);
  if (!parameters) return run.fail("The parameters of this graph are closed.");
  run.give(0, parameters->tensor());
}

}  // namespace parasample
