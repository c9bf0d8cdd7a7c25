// One step of an optimiser, in one pass over gradients, moments and parameters: the sum of the workers' gradients is
// never stored.
#pragma once

#include <vector>

#include "shared-gradients.h"
#include "trained-parameters.h"
#include "update.h"

namespace parasample {

// A stretch of the parameters up to `end`, from where the part before it ended: `rate` multiplies the update's rate, `decay`
// its decay and shrink. With a rate below 0 it is moving, as running statistics are: its gradient is taken off as it is, and
// clipping does not hear of it.
struct Part {
  int64_t end;
  float rate, decay;
  bool isMoving() const { return rate < 0; }
};

// Where a step takes its gradient from: everybody's whole gradients, or the shares that each has reduced.
enum class Source { gradients, shares };

// out = elements [first, last) of the gradient that a step takes.
void sumGradients(const SharedGradients &gradients, int half, Source source, int64_t first, int64_t last, float *out);

// Changes a stretch of one part's parameters and moments by their gradients times `scale`.
void updateStretch(const TrainedParameters &parameters, const Update &update, const Part &part, float scale, int64_t first,
                   int64_t count, const float *gradients);

// The same bits for any number of threads. False where the two are not of the same length.
bool takeStep(const TrainedParameters &parameters, const SharedGradients &gradients, int half, Source source,
              const Update &update, const std::vector<Part> &parts);

}  // namespace parasample
