"""Lengths of blocks for a bootstrap of series by the arch package, for test/src-workers/evaluate/scores/clusters.test.ts.

    pip install arch
    python test/parity/record_block_lengths.py > test/parity/fixtures/block-lengths.json
"""

import json
from importlib.metadata import version

import numpy
from arch.bootstrap import optimal_block_length

generator = numpy.random.default_rng(5)


def autoregressive(items, factor, window):
    """Each a factor of the one before and new noise, then means over windows that overlap."""
    values = numpy.zeros(items + window - 1)
    noise = generator.normal(size=len(values))
    for at in range(len(values)):
        values[at] = factor * values[at - 1] * (at > 0) + noise[at]
    return numpy.round(numpy.convolve(values, numpy.ones(window) / window, "valid"), 3)


def case(items, factor, window=1):
    series = autoregressive(items, factor, window)
    length = optimal_block_length(series)["stationary"].iloc[0]
    return {"factor": factor, "window": window, "length": float(length), "series": series.tolist()}


cases = [case(60, 0), case(200, 0.6), case(200, 0.9), case(120, 0, 12), case(400, -0.5), case(30, 0.7)]
print(json.dumps({"arch": version("arch"), "cases": cases}))
