"""Scores of forecasts by steps ahead and by origins, by scoringrules, SciPy and pandas, for
test/src-workers/evaluate/reports/forecast-scores.test.ts.

    pip install scoringrules scipy pandas
    python test/parity/record_forecast_scores.py > test/parity/fixtures/forecast-scores.json
"""

import json
from importlib.metadata import version

import numpy
import pandas
import scipy.stats
import scoringrules

generator = numpy.random.default_rng(8)
SAMPLES, WINDOWS, HORIZON, TARGETS = 3, 7, 4, 2
noise = numpy.array([0.5, 0.8])
stds = numpy.array([10.0, 0.2])

# Standardised: each sample's mean of each window, step ahead and target; some truths are not known.
means = generator.normal(0, 1, (SAMPLES, WINDOWS, HORIZON, TARGETS)).round(3)
truths = generator.normal(0, 1.3, (WINDOWS, HORIZON, TARGETS)).round(3)
truths[2, 1, 0] = truths[5, 3] = numpy.nan
# The windows of two series: those of the second begin as some of the first do.
origins = pandas.to_datetime(
    ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-02", "2026-03-03", "2026-03-04"]
)


def inside(mean, std, truth, share):
    below = scipy.stats.norm.cdf((truth - mean) / std).mean()
    return abs(below - 0.5) <= share / 2


rows = []
for window, ahead, target in numpy.ndindex(WINDOWS, HORIZON, TARGETS):
    truth = truths[window, ahead, target]
    if numpy.isnan(truth):
        continue
    mean, std = means[:, window, ahead, target], numpy.full(SAMPLES, noise[target])
    weights = numpy.full(SAMPLES, 1 / SAMPLES)
    rows.append(
        {
            "origin": origins[window],
            "ahead": ahead + 1,
            "target": target,
            "square": (truth - mean.mean()) ** 2,
            "crps": float(scoringrules.crps_mixnorm(truth, mean, std, weights)),
            "coverage50": inside(mean, std, truth, 0.5),
            "coverage90": inside(mean, std, truth, 0.9),
        }
    )
table = pandas.DataFrame(rows)


def scores(rows, by, unit):
    groups = rows.groupby(by)
    found = groups[["square", "crps", "coverage50", "coverage90"]].mean()
    found["rmse"] = found["square"] ** 0.5 * unit
    found["crps"] *= unit
    found["values"] = groups.size()
    return [
        {by: key.strftime("%Y-%m-%dT00:00:00.000Z") if by == "origin" else key, **row.drop("square").to_dict()}
        for key, row in found.iterrows()
    ]


def both(rows, unit):
    return {"byHorizon": scores(rows, "ahead", unit), "byOrigin": scores(rows, "origin", unit)}


print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("scoringrules", "scipy", "pandas")},
            "samples": SAMPLES,
            "noise": noise.tolist(),
            "stds": stds.tolist(),
            "means": means.tolist(),
            "truths": [[[None if numpy.isnan(t) else t for t in s] for s in w] for w in truths.tolist()],
            "origins": [origin.strftime("%Y-%m-%dT00:00:00.000Z") for origin in origins],
            "all": both(table, 1.0),
            "each": [both(table[table.target == target], stds[target]) for target in range(TARGETS)],
        }
    )
)
