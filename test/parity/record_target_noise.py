"""
A regression's log density by SciPy where each of two targets has its own noise and its gradients
by central differences:

    pip install numpy scipy
    python test/parity/record_target_noise.py > test/parity/fixtures/target-noise.json
"""

import json
import sys
from importlib.metadata import version

import numpy
import scipy.stats

generator = numpy.random.default_rng(27)


def log_density(outputs, log_stds, targets):
    """[samples, items]: outputs [samples, items, targets], log_stds [samples or 1, targets]; what is not known counts for nothing."""
    terms = scipy.stats.norm.logpdf(targets, outputs, numpy.exp(log_stds)[:, None, :])
    return numpy.nansum(terms, axis=-1)


def slopes(function, at, step=1e-5):
    """Of the sum, by central differences."""
    flat, found = at.ravel(), numpy.zeros(at.size)
    for place in range(at.size):
        moved = [flat.copy(), flat.copy()]
        moved[0][place] += step
        moved[1][place] -= step
        first, second = (function(one.reshape(at.shape)).sum() for one in moved)
        found[place] = (first - second) / (2 * step)
    return found.tolist()


def likelihood_case(log_stds):
    outputs = generator.normal(size=(2, 3, 2))
    targets = outputs.mean(0) + generator.normal(size=(3, 2)) * [0.1, 2]
    targets[1, 0] = numpy.nan
    log_stds = numpy.array(log_stds)
    return {
        "outputs": outputs.ravel().tolist(),
        "targets": [None if numpy.isnan(value) else value for value in targets.ravel()],
        "logStds": log_stds.ravel().tolist(),
        "logDensities": log_density(outputs, log_stds, targets).tolist(),
        "byOutputs": slopes(lambda moved: log_density(moved, log_stds, targets), outputs),
        "byLogStds": slopes(lambda moved: log_density(outputs, moved, targets), log_stds),
    }


json.dump(
    {
        "versions": {name: version(name) for name in ("numpy", "scipy")},
        "shared": likelihood_case([[-2.0, 0.7]]),
        "ofMembers": likelihood_case([[-2.0, 0.7], [-1.5, 0.4]]),
    },
    sys.stdout,
    indent=1,
)
print()
