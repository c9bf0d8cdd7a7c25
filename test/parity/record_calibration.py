"""Calibrations by scikit-learn and betacal, and quantiles of mixtures by SciPy: the fixture of test/src-workers/calibrate.

    pip install scikit-learn scipy betacal
    python test/parity/record_calibration.py > test/src-workers/calibrate/fixtures/calibration.json
"""

import json
from importlib.metadata import version

import betacal
import numpy
import scipy.optimize
import scipy.stats
import sklearn.isotonic
import sklearn.metrics

generator = numpy.random.default_rng(20)


def binary_case(items):
    scores = generator.beta(0.7, 0.7, items).round(3).clip(0.001, 0.999)
    labels = (generator.random(items) < scores**2 / (scores**2 + (1 - scores))).astype(int)
    isotonic = sklearn.isotonic.IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, labels)
    beta = betacal.BetaCalibration(parameters="abm").fit(scores.reshape(-1, 1), labels)
    asked = numpy.concatenate([[0.0005], numpy.linspace(0.01, 0.99, 50), [0.9999]])
    return {
        "scores": scores.tolist(),
        "labels": labels.tolist(),
        "asked": asked.tolist(),
        "isotonic": isotonic.predict(asked).tolist(),
        "beta": beta.predict(asked).tolist(),
        "betaRegularised": regularised(scores, labels, asked).tolist(),
    }


def falling_case(items):
    """Comes more often again where it is nearly impossible, so that one slope would be negative."""
    scores = generator.random(items).round(3).clip(0.001, 0.999)
    logits = -0.5 * numpy.log(scores) - 2 * numpy.log(1 - scores) - 2
    labels = (generator.random(items) < 1 / (1 + numpy.exp(-logits))).astype(int)
    beta = betacal.BetaCalibration(parameters="abm").fit(scores.reshape(-1, 1), labels)
    asked = numpy.linspace(0.01, 0.99, 20)
    return {
        "scores": scores.tolist(),
        "labels": labels.tolist(),
        "asked": asked.tolist(),
        "beta": beta.predict(asked).tolist(),
    }


def regularised(scores, labels, asked):
    """With a standard normal distribution around the parameters that change nothing."""

    def features(p):
        return numpy.stack([numpy.log(p), -numpy.log(1 - p), numpy.ones_like(p)], 1)

    def loss(parameters):
        logits = features(scores) @ parameters
        distance = ((parameters - numpy.array([1, 1, 0])) ** 2).sum()
        return numpy.logaddexp(0, numpy.where(labels == 1, -logits, logits)).sum() + 0.5 * distance

    found = scipy.optimize.minimize(loss, [1, 1, 0], method="BFGS", options={"gtol": 1e-8}).x
    return 1 / (1 + numpy.exp(-features(asked) @ found))


def values_case(items, samples):
    means = generator.standard_normal((samples, items)).round(3)
    stds = numpy.array([0.3, 0.6, 0.9])[:samples]
    truths = (generator.standard_normal(items) * 1.2).round(3)

    def distribution(value, item):
        return float(numpy.mean(scipy.stats.norm.cdf((value - means[:, item]) / stds)))

    def quantile(level, item):
        return scipy.optimize.brentq(lambda value: distribution(value, item) - level, -20, 20, xtol=1e-13)

    below = numpy.array([distribution(truths[item], item) for item in range(items)])
    shares = numpy.array([(below <= one).mean() for one in below])
    curve = sklearn.isotonic.IsotonicRegression(out_of_bounds="clip").fit(below, shares)
    asked = numpy.linspace(0, 1, 41)
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    quantiles = {level: [quantile(level, item) for item in range(items)] for level in levels}
    return {
        "means": means.tolist(),
        "stds": stds.tolist(),
        "truths": truths.tolist(),
        "below": below.tolist(),
        "asked": asked.tolist(),
        "curve": curve.predict(asked).tolist(),
        "pinball": float(
            numpy.mean([sklearn.metrics.mean_pinball_loss(truths, quantiles[level], alpha=level) for level in levels])
        ),
    }


print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("scikit-learn", "scipy", "betacal")},
            "binary": binary_case(400),
            "falling": falling_case(300),
            "values": values_case(40, 3),
        }
    )
)
