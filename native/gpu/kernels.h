// The kernels of the .cuh files beside this, as the host launches them.
#pragma once

#include "launch.h"
#include "streams.h"

namespace parasample {

using In = const float *;
using Out = float *;

constexpr Kernel<In, Out, int64_t, int32_t> addIntoKernel{"parasampleAddInto"};
constexpr Kernel<In, In, Out, int64_t, Streams> drawKernel{"parasampleDraw"};
constexpr Kernel<In, In, Out, Out, int64_t, int32_t, int32_t, Streams> drawGradientKernel{"parasampleDrawGradient"};
constexpr Kernel<In, In, In, Out, int64_t, int64_t> gaussianKlKernel{"parasampleGaussianKl"};
constexpr Kernel<In, Out, int64_t> sumKernel{"parasampleSum"};
constexpr Kernel<In, In, In, In, Out, Out, int64_t> gaussianKlGradientKernel{"parasampleGaussianKlGradient"};
constexpr Kernel<In, Out, int64_t> geluKernel{"parasampleGelu"};
constexpr Kernel<In, In, Out, int64_t> geluGradientKernel{"parasampleGeluGradient"};
constexpr Kernel<In, In, In, Out, int64_t, int64_t, int64_t, int64_t> joinHeadsKernel{"parasampleJoinHeads"};
constexpr Kernel<In, Out, int64_t, int64_t> softmaxKernel{"parasampleSoftmax"};
constexpr Kernel<In, In, Out, int64_t, int64_t> softmaxGradientKernel{"parasampleSoftmaxGradient"};
constexpr Kernel<In, In, In, Out, Out, int64_t, int64_t, int64_t> normaliseKernel{"parasampleNormalise"};
constexpr Kernel<In, In, In, In, Out, int64_t, int64_t, int64_t> normaliseGradientKernel{"parasampleNormaliseGradient"};
constexpr Kernel<In, In, In, Out, int64_t, int64_t, int64_t, int64_t> normaliseSumsKernel{"parasampleNormaliseSums"};
constexpr Kernel<In, Out, Out, int64_t, int64_t> addNormaliseSumsKernel{"parasampleAddNormaliseSums"};

}  // namespace parasample
