#pragma once

#include "operation.h"

namespace parasample {

// x -> x * Phi(x) (Hendrycks and Gimpel, arXiv 1606.08415)
void gelu(Run &run);

// gradient, x -> gradient * (Phi(x) + x * phi(x))
void geluGradient(Run &run);

// x [samples, rows, width] without its bias [samples or 1, 1, width] -> GELU of their sum, which is not kept
void biasGelu(Run &run);

// gradient, x, bias -> gradient of x
void biasGeluGradient(Run &run);

}  // namespace parasample
