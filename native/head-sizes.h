// The heads of an attention, by value for kernels on GPUs.
#pragma once

#include <cstdint>

namespace parasample {

struct HeadSizes {
  int64_t tokens, heads, width;
  // What scores are multiplied by.
  float scale;
};

}  // namespace parasample
