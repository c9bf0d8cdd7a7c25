// What kernels include of the C++ library, which a compiler for GPUs lacks. The tests compile all kernels with these alone.
#pragma once

namespace parasample {

constexpr const char *standardHeaders[][2] = {
    {"cstdint",
     "typedef int int32_t; typedef unsigned int uint32_t; typedef long long int64_t; typedef unsigned long long uint64_t;"},
    {"cstring", "namespace std { using ::memcpy; }"},
    {"cmath",
     "namespace std { inline float sqrt(float x) { return ::sqrtf(x); } inline float fabs(float x) { return ::fabsf(x); } "
     "inline float copysign(float x, float sign) { return ::copysignf(x, sign); } }"},
};

}  // namespace parasample
