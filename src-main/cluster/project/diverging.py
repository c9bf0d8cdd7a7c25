"""A training whose numbers are no longer finite: how Parasample words it, and knows it by, of its own runs too."""

import math

from posterior import tensors_of


def refuse_divergence(step, nll, kl, network, likelihood):
    """Ends this process with a sentence where a step's numbers, which all processes share, are not finite."""
    if math.isfinite(nll) and math.isfinite(kl):
        return
    what = "KL divergence" if math.isfinite(nll) else "negative log-likelihood"
    broken = (name for name, values in tensors_of(network, likelihood) if not values.isfinite().all())
    first = next(broken, None)
    where = f", and {first} is the first tensor with such numbers" if first else ""
    raise SystemExit(
        f"Training diverged: the {what} was no longer a finite number at step {step}{where}. "
        "A smaller training.optimizer.learningRate usually helps."
    )
