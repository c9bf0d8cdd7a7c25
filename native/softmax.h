#pragma once

#include "operation.h"

namespace parasample {

// x [..., width] -> softmax along the last axis
void softmax(Run &run);

// gradient of the probabilities, probabilities p -> gradient of x: p * (gradient - sum of p * gradient along the axis)
void softmaxGradient(Run &run);

}  // namespace parasample
