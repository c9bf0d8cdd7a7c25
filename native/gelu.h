#pragma once

#include "operation.h"

namespace parasample {

// x -> x * Phi(x) (Hendrycks and Gimpel, arXiv 1606.08415)
void gelu(Run &run);

// gradient, x -> gradient * (Phi(x) + x * phi(x))
void geluGradient(Run &run);

}  // namespace parasample
