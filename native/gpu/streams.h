// The streams of noise of a launch, by value: seeds never need memory of the GPU.
#pragma once

#include "normal-stream.h"

namespace parasample {

struct Streams {
  static constexpr int most = 64;
  NormalStream of[most];
};

}  // namespace parasample
