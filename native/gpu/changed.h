#pragma once

namespace parasample {

// Numbers and where what becomes of them goes; that may be the same memory.
struct Changed {
  const float *from;
  float *to;
};

}  // namespace parasample
