// The operations of draw.h, gelu.h, softmax.h and normalise.h on GPUs: shapes, memory and launches. Inputs and outputs
// lie in the GPU's memory, but for seeds.
#pragma once

#include "operation.h"

namespace parasample::gpu {

void draw(Run &run);
void drawGradient(Run &run);
void gelu(Run &run);
void geluGradient(Run &run);
void softmax(Run &run);
void softmaxGradient(Run &run);
void normalise(Run &run);
void normaliseGradient(Run &run);

}  // namespace parasample::gpu
