// The operations of the headers of the same names in native/, on GPUs: shapes, memory and launches. Inputs and outputs
// lie in the GPU's memory, but for seeds.
#pragma once

#include "operation.h"

namespace parasample::gpu {


// Attention of tokens to each other, softmax(q k^T / sqrt(width)) v in each head, without storing its scores; CPUs have none, since
// products of TensorFlow's library are quicker there.
// x [groups, tokens, 3 * heads * width] with queries, keys and values side by side, number of heads
// -> [groups, tokens, heads * width], and for each head and token [groups * heads * tokens, 2] the largest score and
// 1 / the sum of the weights
void attention(Run &run);
// gradient of the result, x, the result, those numbers, number of heads -> gradient of x
void attentionGradient(Run &run);

// x, a bias, something of the same size, whether what is below zero becomes zero -> their sum; CPUs have neither of these two
void biasResidual(Run &run);
// x, a bias -> their sum where it is above zero
void biasRelu(Run &run);

void biasGelu(Run &run);
void biasGeluGradient(Run &run);
void draw(Run &run);
void drawGradient(Run &run);
void gaussianKl(Run &run);
void gaussianKlGradient(Run &run);
void gelu(Run &run);
void geluGradient(Run &run);
void joinHeads(Run &run);
void softmax(Run &run);
void softmaxGradient(Run &run);
void normalise(Run &run);
void normaliseGradient(Run &run);

}  // namespace parasample::gpu
