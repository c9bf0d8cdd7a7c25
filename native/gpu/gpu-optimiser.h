// The optimiser and the sum of passes on GPUs, each one pass over memory. TensorFlow's variables hold parameters, moments and sum.
#pragma once

#include "operation.h"

namespace parasample::gpu {

// Both take pieces of the flat vectors, [pieces, 10]: which gradient and the place in it, the same of the gradient of log standard
// deviations, offset, size and length (pieces.h), and the bits of rate, decay and prior's precision, which is above 0 of
// Gaussians that IVON moves.

// pieces, whether to add, the sum, gradients ->
void addGradients(Run &run);

// pieces, bits of the step's numbers (update.h; of IVON behind those of others), parameters and moments, gradients ->
void step(Run &run);

}  // namespace parasample::gpu
