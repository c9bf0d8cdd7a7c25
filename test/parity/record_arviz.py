"""R-hat and ESS of chains by ArviZ, for test/src-workers/evaluate/scores/chain-convergence.test.ts.

    pip install "arviz<1"
    python test/parity/record_arviz.py > test/parity/fixtures/chain-convergence.json
"""

import json
import math

import arviz
import numpy


def chains(seed, count, draws, correlation, shift=0.0, scale=1.0):
    """Autoregressive chains; the last is shifted and scaled."""
    noise = numpy.random.default_rng(seed).standard_normal((count, draws))
    values = numpy.empty((count, draws))
    values[:, 0] = noise[:, 0]
    for at in range(1, draws):
        values[:, at] = correlation * values[:, at - 1] + math.sqrt(1 - correlation**2) * noise[:, at]
    values[-1] = shift + scale * values[-1]
    return values.round(4)


cases = {
    "independent draws": chains(1, 4, 50, 0.0),
    "slow chains": chains(2, 4, 60, 0.9),
    "chains that alternate": chains(3, 2, 41, -0.6),
    "a chain elsewhere": chains(4, 4, 40, 0.3, shift=3.0),
    "a wider chain": chains(5, 4, 40, 0.3, scale=5.0),
    "ties": chains(6, 3, 30, 0.5).round(0),
}
print(
    json.dumps(
        {
            "arviz": arviz.__version__,
            "cases": {
                name: {
                    "chains": values.tolist(),
                    "rHat": float(arviz.rhat(values, method="rank")),
                    "bulkEss": float(arviz.ess(values, method="bulk")),
                }
                for name, values in cases.items()
            },
        }
    )
)
