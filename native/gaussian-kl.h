#pragma once

#include "operation.h"

namespace parasample {

// mean [...], log_std [...], prior_std [] -> KL divergence in nats [], summed over all weights (lanes.h: gaussianKlAt).
void gaussianKl(Run &run);

// gradient of the divergence [], mean, log_std, prior_std -> gradients of mean and log_std.
void gaussianKlGradient(Run &run);

}  // namespace parasample
