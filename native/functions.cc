#include "functions.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include "gathering.h"
#include "gpu.h"
#include "ivon.h"
#include "meeting.h"
#include "optimiser.h"

namespace parasample {
namespace {

// A call's arguments. Their types are TypeScript's to check.
class Call {
 public:
  Call(napi_env env, napi_callback_info info) : env_(env) {
    size_t given = mostArguments;
    napi_get_cb_info(env, info, &given, values_, nullptr, nullptr);
  }

  int64_t number(int index) const { return numberOf(values_[index]); }

  std::vector<int> numbers(int index) const {
    uint32_t length = 0;
    napi_get_array_length(env_, values_[index], &length);
    std::vector<int> result;
    for (uint32_t element = 0; element < length; element += 1) {
      napi_value value;
      napi_get_element(env_, values_[index], element, &value);
      result.push_back(static_cast<int>(numberOf(value)));
    }
    return result;
  }

  struct Floats {
    float *data;
    int64_t count;
  };

  struct Doubles {
    double *data;
    int64_t count;
  };

  // The elements of a Float32Array themselves.
  Floats floats(int index) const {
    const auto [data, count] = elements(index);
    return {static_cast<float *>(data), count};
  }

  // The elements of a Float64Array; none where the argument is not given.
  Doubles doubles(int index) const {
    const auto [data, count] = elements(index);
    return {static_cast<double *>(data), count};
  }

  // The elements of an Int32Array themselves, whose memory others may share; null where the argument is not given.
  int32_t *ints(int index) const { return static_cast<int32_t *>(elements(index).first); }

  std::string text(int index) const {
    size_t length = 0;
    napi_get_value_string_utf8(env_, values_[index], nullptr, 0, &length);
    std::string text(length, '\0');
    napi_get_value_string_utf8(env_, values_[index], text.data(), length + 1, &length);
    return text;
  }

  napi_value give(const std::string &text) const {
    napi_value value;
    napi_create_string_utf8(env_, text.data(), text.size(), &value);
    return value;
  }

  napi_value give(int32_t number) const {
    napi_value value;
    napi_create_int32(env_, number, &value);
    return value;
  }

  napi_value give(bool truth) const {
    napi_value value;
    napi_get_boolean(env_, truth, &value);
    return value;
  }

 private:
  static constexpr size_t mostArguments = 6;

  std::pair<void *, int64_t> elements(int index) const {
    size_t length = 0;
    void *data = nullptr;
    napi_get_typedarray_info(env_, values_[index], nullptr, &length, &data, nullptr, nullptr);
    return {data, static_cast<int64_t>(length)};
  }

  int64_t numberOf(napi_value value) const {
    int64_t number = 0;
    napi_get_value_int64(env_, value, &number);
    return number;
  }

  napi_env env_;
  napi_value values_[mostArguments] = {};
};

using Function = napi_value (*)(const Call &);

template <Function function>
napi_value calling(napi_env env, napi_callback_info info) {
  return function(Call(env, info));
}

napi_value openGradients(const Call &call) {
  return call.give(parasample::openGradients(call.numbers(0), static_cast<int>(call.number(1)), call.number(2)));
}

napi_value closeGradients(const Call &call) {
  parasample::closeGradients(static_cast<int32_t>(call.number(0)));
  return nullptr;
}

napi_value storeGradient(const Call &call) {
  const auto gradients = gradientsOf(static_cast<int32_t>(call.number(0)));
  const auto [values, count] = call.floats(1);
  if (!gradients || count != gradients->size()) return call.give(false);
  std::memcpy(gradients->own(0), values, count * sizeof(float));
  return call.give(true);
}

napi_value reduceShare(const Call &call) {
  const auto gradients = gradientsOf(static_cast<int32_t>(call.number(0)));
  if (gradients) gradients->reduceShare(static_cast<int>(call.number(1)));
  return call.give(gradients != nullptr);
}

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

napi_value openMeeting(const Call &call) {
  return call.give(parasample::openMeeting(call.numbers(0), static_cast<int>(call.number(1))));
}

napi_value closeMeeting(const Call &call) {
  parasample::closeMeeting(static_cast<int32_t>(call.number(0)));
  return nullptr;
}

napi_value arrive(const Call &call) {
  const auto meeting = meetingOf(static_cast<int32_t>(call.number(0)));
  const auto [numbers, count] = call.floats(1);
  if (meeting) meeting->arrive(numbers, static_cast<int>(count));
  return call.give(meeting != nullptr);
}

napi_value waitForAll(const Call &call) {
  const auto meeting = meetingOf(static_cast<int32_t>(call.number(0)));
  return call.give(meeting && meeting->wait(call.number(1)));
}

napi_value sumOfAll(const Call &call) {
  const auto meeting = meetingOf(static_cast<int32_t>(call.number(0)));
  const auto [numbers, count] = call.floats(1);
  if (meeting) meeting->sum(numbers, static_cast<int>(count));
  return call.give(meeting != nullptr);
}

napi_value addGathering(const Call &call) { return call.give(parasample::addGathering()); }

napi_value joinGathering(const Call &call) {
  const auto gathering = gatheringOf(static_cast<int32_t>(call.number(0)));
  if (gathering) gathering->join(call.numbers(1), static_cast<int>(call.number(2)), call.number(3), call.ints(4));
  return call.give(gathering && gathering->isJoined());
}

napi_value leaveGathering(const Call &call) {
  const auto number = static_cast<int32_t>(call.number(0));
  if (const auto gathering = gatheringOf(number)) gathering->leave();
  removeGathering(number);
  return nullptr;
}

napi_value lostFromGathering(const Call &call) {
  const auto gathering = gatheringOf(static_cast<int32_t>(call.number(0)));
  return call.give(static_cast<int32_t>(gathering ? gathering->lost() : -1));
}

napi_value prepareGpu(const Call &call) {
  try {
    parasample::prepareGpu(call.text(0));
    return call.give(std::string());
  } catch (const std::runtime_error &error) {
    return call.give(std::string(error.what()));
  }
}

template <Function function>
void add(napi_env env, napi_value exports, const char *name) {
  napi_value value;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, calling<function>, nullptr, &value) == napi_ok)
    napi_set_named_property(env, exports, name, value);
}

void addFloats(napi_env env, napi_value exports, const char *name, size_t bytes) {
  napi_value floats;
  if (napi_create_int32(env, static_cast<int32_t>(bytes / sizeof(float)), &floats) == napi_ok)
    napi_set_named_property(env, exports, name, floats);
}

}  // namespace

void addFunctions(napi_env env, napi_value exports) {
  add<openGradients>(env, exports, "openGradients");
  add<closeGradients>(env, exports, "closeGradients");
  add<storeGradient>(env, exports, "storeGradient");
  add<reduceShare>(env, exports, "reduceShare");
  add<openParameters>(env, exports, "openParameters");
  add<closeParameters>(env, exports, "closeParameters");
  add<copyVector<true>>(env, exports, "readVector");
  add<copyVector<false>>(env, exports, "writeVector");
  add<takeStep>(env, exports, "takeStep");
  add<takeIvonStep>(env, exports, "takeIvonStep");
  add<openMeeting>(env, exports, "openMeeting");
  add<closeMeeting>(env, exports, "closeMeeting");
  add<arrive>(env, exports, "arrive");
  add<waitForAll>(env, exports, "waitForAll");
  add<sumOfAll>(env, exports, "sumOfAll");
  add<addGathering>(env, exports, "addGathering");
  add<joinGathering>(env, exports, "joinGathering");
  add<leaveGathering>(env, exports, "leaveGathering");
  add<lostFromGathering>(env, exports, "lostFromGathering");
  add<prepareGpu>(env, exports, "prepareGpu");
  addFloats(env, exports, "meetingFloats", Meeting::fileBytes());
  addFloats(env, exports, "gatheringFloats", Gathering::headBytes());
}

}  // namespace parasample
