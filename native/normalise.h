#pragma once

#include "operation.h"

namespace parasample {

// x [..., width], scale and offset [samples or 1, ..., width] -> y = scale * z + offset with z = (x - mean) / std of
// each row (Ba, Kiros and Hinton, arXiv 1607.06450), and [rows, 2]: mean and 1 / std. Rows of x are split evenly over
// the samples of scale and offset.
void normalise(Run &run);

// gradient of y, x, scale, [rows, 2] -> gradients of x, scale and offset: with g = gradient * scale,
// dx = (g - mean(g) - z * mean(g * z)) / std.
void normaliseGradient(Run &run);

}  // namespace parasample
