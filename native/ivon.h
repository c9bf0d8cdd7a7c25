// IVON (arXiv 2402.17641): a step of the Gaussians among the parameters, in one pass over gradients, moments and parameters.
#pragma once

#include <vector>

#include "optimiser.h"

namespace parasample {

// A stretch of the parameters, as `Part` has it. With a `precision` above 0, that of its prior, it is a Gaussian: means first, then
// as many log standard deviations. In the place of these the first moment holds the Hessian's estimate h; the precision
// of the posterior is N / heat * (h + delta).
struct IvonPart {
  Part part;
  float precision;
};

// Gaussians step by IVON, the other parts by `others`. The same bits for any number of threads. False where parameters,
// gradients and parts are not of the same length.
bool takeIvonStep(const TrainedParameters &parameters, const SharedGradients &gradients, int half, Source source,
                  const IvonUpdate &update, const Update &others, const std::vector<IvonPart> &parts);

}  // namespace parasample
