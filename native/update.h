// What a step of an optimiser does to one parameter, for CPUs and GPUs alike.
#pragma once

#include "lanes.h"

namespace parasample {

// How a summed gradient g changes parameters p. First g is scaled to the norm `clipNorm` where its norm is above it (0:
// never), then `decay` * p is added to it. With two moments m and v the step is Adam's (arXiv 1412.6980):
//   m += (1 - beta1) (g - m), v += (1 - beta2) (g^2 - v), p -= shrink * p + rate * m / (sqrt(v) + epsilon),
// `rate` holding the bias corrections; with one, momentum's: m = momentum * m + g, p -= rate * m.
struct Update {
  float clipNorm, decay, shrink, rate;
  // 1 - beta1, 1 - beta2 and epsilon; or momentum and two that do not count.
  float a, b, epsilon;
};

// The update as it is for parameters with a rate and a decay of their own, which multiply it.
inline Update scaledTo(const Update &update, float rate, float decay) {
  Update scaled = update;
  scaled.rate *= rate;
  scaled.decay *= decay;
  scaled.shrink *= decay;
  return scaled;
}

// A norm that is no number must reach the parameters, where it is noticed.
inline float clippingScale(float norm, float clipNorm) { return norm <= clipNorm ? 1.0f : clipNorm / norm; }

// Of a gradient that is scaled already, as in the others.
inline void adamAt(const Update &u, float gradient, float &p, float &m, float &v) {
  const float g = gradient + u.decay * p;
  m += u.a * (g - m);
  v += u.b * (g * g - v);
  p = p - u.shrink * p - u.rate * m / (std::sqrt(v) + u.epsilon);
}

inline void momentumAt(const Update &u, float gradient, float &p, float &m) {
  m = u.a * m + (gradient + u.decay * p);
  p -= u.rate * m;
}

// One step's numbers of IVON (arXiv 2402.17641): 1 / N, 1 / heat, N / heat, beta1, 1 - beta2, 1 - beta1^t, the learning rate, the
// Hessian's start and the bound on a weight's step.
struct IvonUpdate {
  float perItem, perHeat, effectiveItems, beta1, hessianRate, debias, rate, initialHessian, clipRadius;
};

// `g`, `p` and `m` are a mean's gradient, value and first moment; `gs` and `h` gradient and Hessian of its log standard
// deviation. `delta` is the prior's precision / effectiveItems.
inline void ivonAt(const IvonUpdate &u, float delta, float g, float gs, float &p, float &logStd, float &m, float &h) {
  const float old = h;
  const float change = gs * u.perHeat * (old + delta) - old;
  // The last term keeps the precision above zero.
  h = old + u.hessianRate * change + 0.5f * u.hessianRate * u.hessianRate * change * change / (old + delta);
  m = u.beta1 * m + (1 - u.beta1) * u.perItem * g;
  const float moved = (m / u.debias + delta * p) / (h + delta);
  // A step that is no number must reach the parameters, where it is noticed.
  const float above = moved < -u.clipRadius ? -u.clipRadius : moved;
  p -= u.rate * (u.initialHessian + delta) * (above > u.clipRadius ? u.clipRadius : above);
  logStd = -0.5f * logarithm(u.effectiveItems * (h + delta));
}

}  // namespace parasample
