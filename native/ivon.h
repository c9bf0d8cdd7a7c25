// IVON (arXiv 2402.17641): a step of the Gaussians among the parameters, in one pass over gradients, moments and parameters.
#pragma once

#include <vector>

#include "optimiser.h"

namespace parasample {

// One step's numbers: 1 / N, 1 / heat, N / heat, beta1, 1 - beta2, 1 - beta1^t, the learning rate, the Hessian's start and
// the bound on a weight's step.
struct IvonUpdate {
  float perItem, perHeat, effectiveItems, beta1, hessianRate, debias, rate, initialHessian, clipRadius;
};

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
