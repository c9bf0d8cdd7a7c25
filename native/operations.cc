#include "operations.h"

#include "batch-loader.h"
#include "draw.h"
#include "gathering.h"
#include "gaussian-kl.h"
#include "gelu.h"
#include "gpu-gradients.h"
#include "gpu-operations.h"
#include "gpu-optimiser.h"
#include "join-heads.h"
#include "lstm.h"
#include "normalise.h"
#include "shared-gradients.h"
#include "softmax.h"
#include "trained-parameters.h"

namespace parasample {
namespace {

// Every output has the shape of the input with the same place.
template <int outputs>
void likeInputs(TF_ShapeInferenceContext *context, TF_Status *status) {
  for (int output = 0; output < outputs; output += 1) inferShape(context, status, output, output);
}

void unknownShape(TF_ShapeInferenceContext *context, TF_Status *status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

}  // namespace

std::vector<Operation> allOperations() {
  return {
      {"ParasampleAddGradients",
       {"pieces: int32", "is_further: int32", "sum: resource", "gradients: N * float"},
       {},
       unknownShape,
       nullptr,
       computeWith<gpu::addGradients>,
       true,
       {"N: int >= 1"}},
      {"ParasampleAttention",
       {"x: float", "heads: int32"},
       {"attended: float", "statistics: float"},
       unknownShape,
       nullptr,
       computeWith<gpu::attention>},
      {"ParasampleAttentionGradient",
       {"gradient: float", "x: float", "attended: float", "statistics: float", "heads: int32"},
       {"x_gradient: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) { inferShape(context, status, 0, 1); },
       nullptr,
       computeWith<gpu::attentionGradient>},
      {"ParasampleBiasGelu", {"x: float", "bias: float"}, {"y: float"}, likeInputs<1>, computeWith<biasGelu>,
       computeWith<gpu::biasGelu>},
      {"ParasampleBiasGeluGradient", {"gradient: float", "x: float", "bias: float"}, {"x_gradient: float"}, likeInputs<1>,
       computeWith<biasGeluGradient>,
       computeWith<gpu::biasGeluGradient>},
      {"ParasampleBiasRelu", {"x: float", "bias: float"}, {"y: float"}, likeInputs<1>, nullptr, computeWith<gpu::biasRelu>},
      {"ParasampleBiasResidual",
       {"x: float", "bias: float", "residual: float", "is_rectified: int32"},
       {"y: float"},
       likeInputs<1>,
       nullptr,
       computeWith<gpu::biasResidual>},
      {"ParasampleDraw",
       {"mean: float", "log_std: float", "seeds: int32"},
       {"weights: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) { inferShape(context, status, 0, 0, 2); },
       computeWith<draw>,
       computeWith<gpu::draw>},
      {"ParasampleDrawGradient",
       {"gradient: float", "log_std: float", "seeds: int32"},
       {"mean_gradient: float", "log_std_gradient: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         inferShape(context, status, 0, 1);
         inferShape(context, status, 1, 1);
       },
       computeWith<drawGradient>,
       computeWith<gpu::drawGradient>},
      {"ParasampleGaussianKl",
       {"mean: float", "log_std: float", "prior_std: float"},
       {"divergence: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) { inferShape(context, status, 0, 2); },
       computeWith<gaussianKl>,
       computeWith<gpu::gaussianKl>},
      {"ParasampleGaussianKlGradient",
       {"gradient: float", "mean: float", "log_std: float", "prior_std: float"},
       {"mean_gradient: float", "log_std_gradient: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         inferShape(context, status, 0, 1);
         inferShape(context, status, 1, 1);
       },
       computeWith<gaussianKlGradient>,
       computeWith<gpu::gaussianKlGradient>},
      {"ParasampleGelu", {"x: float"}, {"y: float"}, likeInputs<1>, computeWith<gelu>, computeWith<gpu::gelu>},
      {"ParasampleGeluGradient", {"gradient: float", "x: float"}, {"x_gradient: float"}, likeInputs<1>,
       computeWith<geluGradient>,
       computeWith<gpu::geluGradient>},
      {"ParasampleJoinHeads",
       {"queries: float", "keys: float", "values: float"},
       {"joined: float"},
       unknownShape,
       computeWith<joinHeads>,
       computeWith<gpu::joinHeads>},
      {"ParasampleLstm",
       {"given: float", "weights: float", "hidden: float", "cell: float"},
       {"states: float", "gates: float", "cells: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         TF_ShapeInferenceContextSetUnknownShape(context, status);
         inferShape(context, status, 1, 0);
       },
       computeWith<lstm>},
      {"ParasampleLstmGradient",
       {"gradient: float", "weights: float", "cell: float", "gates: float", "cells: float"},
       {"given_gradient: float", "hidden_gradient: float", "cell_gradient: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         inferShape(context, status, 0, 3);
         inferShape(context, status, 1, 2);
         inferShape(context, status, 2, 2);
       },
       computeWith<lstmGradient>},
      {"ParasampleSoftmax", {"x: float"}, {"probabilities: float"}, likeInputs<1>, computeWith<softmax>,
       computeWith<gpu::softmax>},
      {"ParasampleSoftmaxGradient",
       {"gradient: float", "probabilities: float"},
       {"x_gradient: float"},
       likeInputs<1>,
       computeWith<softmaxGradient>,
       computeWith<gpu::softmaxGradient>},
      {"ParasampleNormalise",
       {"x: float", "scale: float", "offset: float"},
       {"y: float", "statistics: float"},
       // The statistics' shape is for the gradient alone, which asks for none.
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         TF_ShapeInferenceContextSetUnknownShape(context, status);
         inferShape(context, status, 0, 0);
       },
       computeWith<normalise>,
       computeWith<gpu::normalise>},
      {"ParasampleNormaliseGradient",
       {"gradient: float", "x: float", "scale: float", "statistics: float"},
       {"x_gradient: float", "scale_gradient: float", "offset_gradient: float"},
       [](TF_ShapeInferenceContext *context, TF_Status *status) {
         inferShape(context, status, 0, 1);
         inferShape(context, status, 1, 2);
         inferShape(context, status, 2, 2);
       },
       computeWith<normaliseGradient>,
       computeWith<gpu::normaliseGradient>},
      {"ParasampleLoadedFloats",
       {"layout: int32", "place: int32"},
       {"values: float"},
       unknownShape,
       nullptr,
       computeWith<gpu::loadedFloats>,
       true},
      {"ParasampleLoadedInts",
       {"layout: int32", "place: int32"},
       {"values: int32"},
       unknownShape,
       nullptr,
       computeWith<gpu::loadedInts>,
       true},
      {"ParasamplePublishGradient",
       {"part: float", "offset: int32", "place: int32"},
       {"published: float"},
       unknownShape,
       computeWith<publishGradient>,
       nullptr,
       true},
      {"ParasampleStep",
       {"pieces: int32", "numbers: int32", "vectors: M * resource", "gradients: N * float"},
       {},
       unknownShape,
       nullptr,
       computeWith<gpu::step>,
       true,
       {"M: int >= 2", "N: int >= 1"}},
      {"ParasampleSumGradient",
       {"part: float", "offset: int32", "place: int32"},
       {"asked: float"},
       unknownShape,
       nullptr,
       computeWith<gpu::sumGradient>,
       true},
      {"ParasampleSummedGradients",
       {"place: int32"},
       {"gradients: float"},
       unknownShape,
       nullptr,
       computeWith<gpu::summedGradients>,
       true},
      {"ParasampleGather",
       {"values: float", "place: int32"},
       {"gathered: float"},
       unknownShape,
       computeWith<gather>,
       nullptr,
       true},
      {"ParasampleReadParameters",
       {"number: int32"},
       {"parameters: float"},
       unknownShape,
       computeWith<readParameters>,
       nullptr,
       true},
  };
}

}  // namespace parasample
