// Parameters in memory of our own, and the steps of their optimisers.

#include <cstring>

#include "call.h"
#include "functions.h"
#include "ivon.h"
#include "optimiser.h"

namespace parasample {
namespace {

napi_value openParameters(const Call &call) {
  return call.give(parasample::openParameters(call.number(0), static_cast<int>(call.number(1))));
}

napi_value closeParameters(const Call &call) {
  parasample::closeParameters(static_cast<int32_t>(call.number(0)));
  return nullptr;
}

// Copies one of the vectors out of the parameters, or into them.
template <bool isRead>
napi_value copyVector(const Call &call) {
  const auto parameters = parametersOf(static_cast<int32_t>(call.number(0)));
  const auto [values, count] = call.floats(2);
  if (!parameters || count != parameters->size()) return call.give(false);
  float *vector = parameters->vector(static_cast<int>(call.number(1)));
  if (isRead) std::memcpy(values, vector, count * sizeof(float));
  else std::memcpy(vector, values, count * sizeof(float));
  return call.give(true);
}

// End, rate and decay of each part; where none are given, all parameters are one.
std::vector<Part> partsIn(const Call::Doubles &numbers, int64_t size) {
  if (numbers.count == 0) return {{size, 1, 1}};
  std::vector<Part> parts;
  for (int64_t at = 0; at + 2 < numbers.count; at += 3) {
    const double *n = numbers.data + at;
    parts.push_back({static_cast<int64_t>(n[0]), static_cast<float>(n[1]), static_cast<float>(n[2])});
  }
  return parts;
}

napi_value takeStep(const Call &call) {
  const auto parameters = parametersOf(static_cast<int32_t>(call.number(0)));
  const auto gradients = gradientsOf(static_cast<int32_t>(call.number(1)));
  const auto source = call.number(3) == 1 ? Source::shares : Source::gradients;
  const float *u = call.floats(4).data;
  const Update update = {u[0], u[1], u[2], u[3], u[4], u[5], u[6]};
  if (!parameters || !gradients) return call.give(false);
  const auto parts = partsIn(call.doubles(5), parameters->size());
  const int half = static_cast<int>(call.number(2));
  return call.give(parasample::takeStep(*parameters, *gradients, half, source, update, parts));
}

// End, rate, decay and prior's precision of each part.
std::vector<IvonPart> ivonPartsIn(const Call::Doubles &numbers) {
  std::vector<IvonPart> parts;
  for (int64_t at = 0; at + 3 < numbers.count; at += 4) {
    const double *n = numbers.data + at;
    const Part part = {static_cast<int64_t>(n[0]), static_cast<float>(n[1]), static_cast<float>(n[2])};
    parts.push_back({part, static_cast<float>(n[3])});
  }
  return parts;
}

napi_value takeIvonStep(const Call &call) {
  const auto parameters = parametersOf(static_cast<int32_t>(call.number(0)));
  const auto gradients = gradientsOf(static_cast<int32_t>(call.number(1)));
  const auto source = call.number(3) == 1 ? Source::shares : Source::gradients;
  const float *u = call.floats(4).data;
  const Update others = {u[0], u[1], u[2], u[3], u[4], u[5], u[6]};
  const IvonUpdate update = {u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14], u[15]};
  if (!parameters || !gradients) return call.give(false);
  const int half = static_cast<int>(call.number(2));
  const auto parts = ivonPartsIn(call.doubles(5));
  return call.give(parasample::takeIvonStep(*parameters, *gradients, half, source, update, others, parts));
}

}  // namespace

void addTrainingFunctions(napi_env env, napi_value exports) {
  addFunction<openParameters>(env, exports, "openParameters");
  addFunction<closeParameters>(env, exports, "closeParameters");
  addFunction<copyVector<true>>(env, exports, "readVector");
  addFunction<copyVector<false>>(env, exports, "writeVector");
  addFunction<takeStep>(env, exports, "takeStep");
  addFunction<takeIvonStep>(env, exports, "takeIvonStep");
}

}  // namespace parasample
