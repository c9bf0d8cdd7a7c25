"""Likelihoods of pooled predictions by SciPy's logsumexp, for test/src-workers/evaluate/pooled-likelihood.test.ts.

    python test/parity/record_pooled_likelihood.py > test/parity/fixtures/pooled-likelihood.json
"""

import json

import numpy
import scipy
from scipy.special import log_softmax, logsumexp

samples, items, classes = 5, 6, 8
random = numpy.random.default_rng(17)
# Single precision, as a network's outputs are; from unsure to so sure that e^x of the other classes is 0 in double.
sureness = numpy.array([0.1, 1, 10, 100, 1e3, 1e4])[:, None]
logits = (random.standard_normal((samples, items, classes)) * sureness).astype(numpy.float32)
own = log_softmax(logits.astype(float), axis=-1)


def pooled(count):
    """The logarithms of the mean probabilities over the first samples."""
    return logsumexp(own[:count], axis=0) - numpy.log(count)


# What all samples together hold for the least likely.
labels = pooled(samples).argmin(-1)
by_samples = {count: -pooled(count)[numpy.arange(items), labels] for count in (1, 2, 4, samples)}
print(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "shape": [samples, items, classes],
            "logits": [float(value) for value in logits.ravel()],
            "labels": labels.tolist(),
            "errors": by_samples[samples].tolist(),
            "nll": {str(count): values.mean() for count, values in by_samples.items()},
        }
    )
)
