// The operations of the headers of the same names in native/, on GPUs: shapes, memory and launches. Inputs and outputs
// lie in the GPU's memory, but for seeds.
#pragma once

#include "operation.h"

namespace parasample::gpu {

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
