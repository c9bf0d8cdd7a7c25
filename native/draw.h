#pragma once

#include "operation.h"

namespace parasample {

// mean [...], log_std [...], seeds int32 [samples, 2] -> weights [samples, ...]: mean + exp(log_std) * eps, eps as
// StatelessRandomNormal draws it for each seed pair.
void draw(Run &run);

// gradient of weights [samples, ...], log_std [...], seeds -> gradients of mean (the sum over samples) and of log_std
// (exp(log_std) times the sum over samples of gradient * eps).
void drawGradient(Run &run);

}  // namespace parasample
