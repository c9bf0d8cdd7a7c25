"""
Log probabilities, gradients and scores of counts with a negative binomial distribution, by SciPy (gradients by mpmath's derivatives), and the CRPS of one by
scoringrules:

    pip install scipy scoringrules mpmath
    python test/parity/record_negative_binomial.py > test/parity/fixtures/negative-binomial.json
"""

import json
from importlib.metadata import version

import mpmath
import numpy
import scipy.optimize
import scipy.special
import scipy.stats
import scoringrules

LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]
mpmath.mp.dps = 40


def frozen(mean, dispersion):
    n = 1 / dispersion
    return scipy.stats.nbinom(n, n / (n + mean))


def likelihood_case():
    """Outputs are f and r of the mean unit exp(f) and the dispersion start exp(r)."""
    unit, start = 4.0, 0.5
    rows = [(-2, 0, 0), (0, 0, 4), (0.5, -3, 1), (1.5, 1, 30), (-0.3, -9, 17), (4.2, -1, 251), (0, 3, 3), (-5, 2, 90), (6, 5, 0), (2.5, -6.5, 60), (9, -2, 40000)]

    def log_probability(f, r, count):
        n, mean = 1 / (start * mpmath.exp(r)), unit * mpmath.exp(f)
        chosen = mpmath.loggamma(count + n) - mpmath.loggamma(n) - mpmath.loggamma(count + 1)
        return chosen + n * mpmath.log(n / (n + mean)) + count * mpmath.log(mean / (n + mean))

    recorded = []
    for f, r, count in rows:
        own = frozen(unit * numpy.exp(f), start * numpy.exp(r)).logpmf(count)
        exact = log_probability(mpmath.mpf(f), mpmath.mpf(r), count)
        # SciPy's is what is recorded; what is differentiated is held against it.
        assert abs(own - exact) < 1e-6 * max(1, abs(exact)), (f, r, count, own, exact)
        slopes = [mpmath.diff(lambda *at: log_probability(*at, count), (f, r), order) for order in ((1, 0), (0, 1))]
        recorded.append({"outputs": [f, r], "count": count, "logProbability": float(own), "gradient": [float(slope) for slope in slopes]})
    return {"unit": unit, "start": start, "rows": recorded}


def mixture_case(parts, count):
    """An equal mixture of (mean, dispersion)."""
    all_parts = [frozen(*part) for part in parts]
    last = int(max(part.isf(1e-13) for part in all_parts)) + 10
    numbers = numpy.arange(last + 1)
    below = numpy.mean([part.cdf(numbers) for part in all_parts], 0)
    one = {}
    if len(parts) == 1 and last < 20_000:
        n = 1 / parts[0][1]
        one = {"closedCrps": float(scoringrules.crps_negbinom(count, n, n / (n + parts[0][0])))}
    return {
        "parts": parts,
        "count": count,
        "nll": float(-scipy.special.logsumexp([part.logpmf(count) for part in all_parts]) + numpy.log(len(parts))),
        "crps": float(((below - (numbers >= count)) ** 2).sum() + max(0, count - last - 1)),
        **one,
        "below": [float(numpy.mean([part.cdf(at) for part in all_parts])) for at in (count - 1, count)],
        "quantiles": [int(numpy.argmax(below >= level)) for level in LEVELS],
    }


def regression_case():
    """Where the likelihood is greatest of coefficients of standardised columns, of the logarithms of mean and dispersion."""
    generator = numpy.random.default_rng(23)
    rows = generator.normal([3, -1], [2, 0.5], (200, 2)).round(3)
    given = numpy.column_stack([numpy.ones(len(rows)), (rows - rows.mean(0)) / rows.std(0)])
    mean, n = numpy.exp(given @ [2.0, 0.6, -0.3]), numpy.exp(-(given @ [-0.3, 0.2, 0.3]))
    counts = generator.negative_binomial(n, n / (n + mean))

    def loss(coefficients):
        n, mean = numpy.exp(-(given @ coefficients[3:])), numpy.exp(given @ coefficients[:3])
        return -scipy.stats.nbinom.logpmf(counts, n, n / (n + mean)).sum()

    start = numpy.array([numpy.log(counts.mean()), 0, 0, 0, 0, 0])
    found = scipy.optimize.minimize(loss, start, method="Nelder-Mead", options={"maxiter": 50_000, "maxfev": 50_000, "xatol": 1e-9, "fatol": 1e-9, "adaptive": True}).x
    found = scipy.optimize.minimize(loss, found, method="BFGS", options={"gtol": 1e-6}).x
    return {"rows": rows.tolist(), "counts": counts.tolist(), "meanCount": float(counts.mean()), "mean": found[:3].tolist(), "dispersion": found[3:].tolist()}


packages = ("scipy", "scoringrules", "mpmath")
print(
    json.dumps(
        {
            "by": " ".join(f"{name} {version(name)}" for name in packages),
            "levels": LEVELS,
            "likelihood": likelihood_case(),
            "regression": regression_case(),
            "mixtures": [
                mixture_case([(0.3, 2.0)], 0),
                mixture_case([(2.5, 0.5)], 4),
                mixture_case([(2.0, 0.1), (3.5, 1.0), (7.0, 4.0)], 3),
                mixture_case([(0.01, 1.0), (120.0, 0.2), (130.0, 0.0001)], 90),
                mixture_case([(800.0, 1.0), (900.0, 0.3)], 1200),
                mixture_case([(5.0, 0.3)], 160),
                # Wider than what is added up count by count.
                mixture_case([(5000.0, 1.0)], 3000),
                mixture_case([(20000.0, 0.01), (60000.0, 0.5), (200.0, 3.0)], 25000),
                mixture_case([(400.0, 50.0)], 10),
            ],
        }
    )
)
