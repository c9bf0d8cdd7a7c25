// The kernels of the .cuh files beside this, as the host launches them.
#pragma once

#include "changed.h"
#include "head-sizes.h"
#include "launch.h"
#include "pieces.h"
#include "streams.h"
#include "update.h"

namespace parasample {

using In = const float *;
using Out = float *;

constexpr Kernel<In, Out, int64_t, int32_t> addIntoKernel{"parasampleAddInto"};
constexpr Kernel<Changed, int32_t, Pieces<Piece>> addGradientsKernel{"parasampleAddGradients"};
constexpr Kernel<Changed, Changed, Changed, Update, In, int32_t, Pieces<Piece>> adamKernel{"parasampleAdam"};
constexpr Kernel<In, Out, Out, HeadSizes> attentionKernels[]{{"parasampleAttention64"}, {"parasampleAttention128"}};
constexpr Kernel<In, In, Out, int64_t, HeadSizes> attentionMeansKernel{"parasampleAttentionMeans"};
constexpr Kernel<In, In, In, In, Out, HeadSizes> attentionToKeysGradientKernels[]{
    {"parasampleAttentionToKeysGradient64"}, {"parasampleAttentionToKeysGradient128"}};
constexpr Kernel<In, In, In, In, Out, HeadSizes> attentionFromQueriesGradientKernels[]{
    {"parasampleAttentionFromQueriesGradient64"}, {"parasampleAttentionFromQueriesGradient128"}};
constexpr Kernel<In, In, Out, int64_t, Streams> drawKernel{"parasampleDraw"};
constexpr Kernel<In, In, Out, Out, int64_t, int32_t, int32_t, Streams> drawGradientKernel{"parasampleDrawGradient"};
constexpr Kernel<In, In, In, Out, int64_t, int64_t> gaussianKlKernel{"parasampleGaussianKl"};
constexpr Kernel<In, Out, int64_t> sumKernel{"parasampleSum"};
constexpr Kernel<In, In, In, In, Out, Out, int64_t> gaussianKlGradientKernel{"parasampleGaussianKlGradient"};
constexpr Kernel<In, Out, int64_t> geluKernel{"parasampleGelu"};
constexpr Kernel<In, In, Out, int64_t> geluGradientKernel{"parasampleGeluGradient"};
constexpr Kernel<In, In, Out, int64_t, int64_t, int64_t> biasReluKernel{"parasampleBiasRelu"};
constexpr Kernel<In, In, In, Out, int64_t, int64_t, int64_t, int32_t> biasResidualKernel{"parasampleBiasResidual"};
constexpr Kernel<In, In, Out, int64_t, int64_t, int64_t> biasGeluKernel{"parasampleBiasGelu"};
constexpr Kernel<In, In, In, Out, int64_t, int64_t, int64_t> biasGeluGradientKernel{"parasampleBiasGeluGradient"};
constexpr Kernel<Changed, Changed, Changed, IvonUpdate, Pieces<GaussianPiece>> ivonKernel{"parasampleIvon"};
constexpr Kernel<In, In, In, Out, int64_t, int64_t, int64_t, int64_t> joinHeadsKernel{"parasampleJoinHeads"};
constexpr Kernel<Changed, Changed, Update, In, int32_t, Pieces<Piece>> momentumKernel{"parasampleMomentum"};
constexpr Kernel<In, Out, int64_t, int64_t> softmaxKernel{"parasampleSoftmax"};
constexpr Kernel<In, In, Out, int64_t, int64_t> softmaxGradientKernel{"parasampleSoftmaxGradient"};
constexpr Kernel<In, In, In, Out, Out, int64_t, int64_t, int64_t> normaliseKernel{"parasampleNormalise"};
constexpr Kernel<In, In, In, In, Out, int64_t, int64_t, int64_t> normaliseGradientKernel{"parasampleNormaliseGradient"};
constexpr Kernel<In, In, In, Out, int64_t, int64_t, int64_t, int64_t> normaliseSumsKernel{"parasampleNormaliseSums"};
constexpr Kernel<In, Out, Out, int64_t, int64_t> addNormaliseSumsKernel{"parasampleAddNormaliseSums"};
constexpr Kernel<Out, int32_t, Pieces<Piece>> squaresKernel{"parasampleSquares"};

}  // namespace parasample
