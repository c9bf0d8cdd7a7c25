// A function of the module as JavaScript calls it.
#pragma once

#include <node_api.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parasample {

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

template <Function function>
void addFunction(napi_env env, napi_value exports, const char *name) {
  napi_value value;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, calling<function>, nullptr, &value) == napi_ok)
    napi_set_named_property(env, exports, name, value);
}

inline void addFloats(napi_env env, napi_value exports, const char *name, size_t bytes) {
  napi_value floats;
  if (napi_create_int32(env, static_cast<int32_t>(bytes / sizeof(float)), &floats) == napi_ok)
    napi_set_named_property(env, exports, name, floats);
}

}  // namespace parasample
