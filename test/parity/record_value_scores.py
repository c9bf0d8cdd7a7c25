"""Scores of predicted values by scoringrules and SciPy, for test/src-workers/evaluate/value-scores.test.ts.

    pip install scoringrules scipy
    python test/parity/record_value_scores.py > test/parity/fixtures/value-scores.json
"""

import json
from importlib.metadata import version

import numpy
import scipy.optimize
import scipy.stats
import scoringrules

generator = numpy.random.default_rng(21)


def mixture_case(items, samples):
    means = generator.standard_normal((samples, items)).round(3)
    stds = numpy.array([0.3, 0.6, 0.9])[:samples]
    truths = (generator.standard_normal(items) * 1.2).round(3)

    def distribution(value, item):
        return float(numpy.mean(scipy.stats.norm.cdf((value - means[:, item]) / stds)))

    def quantile(level, item):
        return scipy.optimize.brentq(lambda value: distribution(value, item) - level, -20, 20, xtol=1e-13)

    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    at = {level: numpy.array([quantile(level, item) for item in range(items)]) for level in levels}
    pinball = [scoringrules.quantile_score(truths, at[level], level) for level in levels]
    return {
        "means": means.tolist(),
        "stds": stds.tolist(),
        "truths": truths.tolist(),
        "pit": [distribution(truths[item], item) for item in range(items)],
        "score50": scoringrules.interval_score(truths, at[0.25], at[0.75], 0.5).tolist(),
        "score90": scoringrules.interval_score(truths, at[0.05], at[0.95], 0.1).tolist(),
        "pinball": numpy.mean(pinball, axis=0).tolist(),
    }


def together_case(draws, values):
    truth = generator.standard_normal(values).round(3)
    drawn = generator.standard_normal((draws, values)).round(3)
    # scoringrules counts each draw with itself, and each pair of values twice.
    distances = numpy.linalg.norm(drawn[:, None] - drawn[None], axis=-1)
    with_itself = float(scoringrules.es_ensemble(truth, drawn))
    variogram = float(scoringrules.vs_ensemble(truth, drawn, p=0.5))
    return {
        "truth": truth.tolist(),
        "draws": drawn.tolist(),
        "energyWithItself": with_itself,
        "meanDistance": float(distances.mean()),
        "variogram": variogram / (values * (values - 1)),
    }


def climatology_case(count):
    usual = generator.gamma(2.0, 2.0, count).round(3)
    truths = [-1.0, 0.5, float(usual[0]), 3.7, 50.0]
    return {
        "usual": usual.tolist(),
        "truths": truths,
        "crps": [float(scoringrules.crps_ensemble(truth, usual, estimator="nrg")) for truth in truths],
    }


print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("scoringrules", "scipy")},
            "mixture": mixture_case(40, 3),
            "together": together_case(9, 5),
            "climatology": climatology_case(30),
        }
    )
)
