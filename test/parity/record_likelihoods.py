"""
Log densities and gradients by torch.distributions, scores by scoringrules, SciPy and scikit-learn, for the likelihoods and predictive
distributions of values that are not Gaussian around one number:

    pip install torch scipy scikit-learn scoringrules
    python test/parity/record_likelihoods.py > test/parity/fixtures/likelihoods.json
"""

import json
from importlib.metadata import version

import numpy
import scipy.integrate
import scipy.special
import scipy.stats
import scoringrules
import sklearn.linear_model
import sklearn.metrics
import torch

generator = numpy.random.default_rng(18)


def graded(outputs, log_probabilities):
    """Both as lists; the gradients are those of the sum by the outputs."""
    log_probabilities.sum().backward()
    return {"outputs": outputs.tolist(), "logProbabilities": log_probabilities.tolist(), "gradients": outputs.grad.tolist()}


def log_variance_case():
    rows = [[0.3, -1.2], [-1.2, 1.5], [2, 0], [0, -20], [0.5, -3]]
    outputs = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
    targets = torch.tensor([1, -1, 2.5, 0.0005, 0.4], dtype=torch.float64)
    stds = (1e-6 + outputs[:, 1].exp()).sqrt()
    log_probabilities = torch.distributions.Normal(outputs[:, 0], stds).log_prob(targets)
    return {**graded(outputs, log_probabilities), "targets": targets.tolist(), "stds": stds.tolist()}


def poisson_case():
    """Outputs are log-rates in multiples of the unit."""
    unit = 4.0
    outputs = torch.tensor([-2, 0, 0.5, 1.5, -0.3, 4.2, 0], dtype=torch.float64, requires_grad=True)
    counts = torch.tensor([0, 4, 1, 30, 17, 251, 3], dtype=torch.float64)
    log_probabilities = torch.distributions.Poisson(unit * outputs.exp()).log_prob(counts)
    return {**graded(outputs, log_probabilities), "unit": unit, "counts": counts.tolist()}


def count_mixture_case(rates, count):
    """An equal mixture of Poisson distributions."""
    rates = numpy.array(rates, dtype=float)
    last = int(rates.max() + 40 * numpy.sqrt(rates.max()) + 60)
    numbers = numpy.arange(last + 1)
    below = scipy.stats.poisson.cdf(numbers[:, None], rates).mean(1)
    mean = rates.mean()
    return {
        "rates": rates.tolist(),
        "count": count,
        "nll": float(-scipy.special.logsumexp(scipy.stats.poisson.logpmf(count, rates)) + numpy.log(len(rates))),
        "deviance": float(sklearn.metrics.mean_poisson_deviance([count], [mean])),
        "crps": float(((below - (numbers >= count)) ** 2).sum()),
        # Of one rate scoringrules has it in closed form.
        **({"closedCrps": float(scoringrules.crps_poisson(count, mean))} if len(rates) == 1 else {}),
        "below": [float(scipy.stats.poisson.cdf(count - 1, rates).mean()), float(scipy.stats.poisson.cdf(count, rates).mean())],
        "quantiles": [int(numpy.argmax(below >= level)) for level in LEVELS],
    }


LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]


def pinball_case():
    """One output a quantile; the density is scipy's asymmetric Laplace distribution at each, the mean of their logarithms."""
    levels, scale = [0.1, 0.5, 0.8], 0.2
    outputs = torch.tensor([[-1, 0.1, 0.9], [0.3, 0.2, 0.8], [2, 2, 3.5]], dtype=torch.float64, requires_grad=True)
    targets = torch.tensor([0.5, 0.25, 1], dtype=torch.float64)
    taus = torch.tensor(levels, dtype=torch.float64)
    distances = targets[:, None] - outputs
    losses = torch.maximum(taus * distances, (taus - 1) * distances)
    log_probabilities = ((taus * (1 - taus) / scale).log() - losses / scale).mean(1)
    kappas = (taus / (1 - taus)).sqrt().numpy()
    widths = (scale / (taus * (1 - taus)).sqrt()).numpy()
    of_scipy = scipy.stats.laplace_asymmetric.logpdf(targets.numpy()[:, None], kappas, loc=outputs.detach().numpy(), scale=widths).mean(1)
    numpy.testing.assert_allclose(log_probabilities.detach().numpy(), of_scipy, rtol=1e-12)
    pinball = numpy.mean([sklearn.metrics.mean_pinball_loss(targets, outputs.detach().numpy()[:, at], alpha=level) for at, level in enumerate(levels)])
    return {**graded(outputs, log_probabilities), "levels": levels, "scale": scale, "targets": targets.tolist(), "pinball": float(pinball)}


def heads_case():
    """
    A class, a value with its log-variance, a count and quantiles out of one row of outputs: the weighted sum of torch.nn.functional's losses
    (of quantiles of the asymmetric Laplace distribution's) and its gradients.
    """
    rows = [[0.2, -1, 0.7, 0.3, -1.2, 0.4, -0.1, 0.2, 0.9], [1.5, 0.1, -0.4, -1.2, 0.5, -0.8, 0.3, 0.1, 0.4]]
    outputs = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
    labels, values, counts, others = torch.tensor([2, 0]), [0.5, -1.0], [3.0, 0.0], [0.4, 0.2]
    weights, unit, levels, scale = [1.0, 0.5, 2.0, 1.5], 2.0, [0.1, 0.5, 0.8], 0.2
    value, count, other = (torch.tensor(one, dtype=torch.float64) for one in (values, counts, others))
    functional = torch.nn.functional
    variance = 1e-6 + outputs[:, 4].exp()
    taus = torch.tensor(levels, dtype=torch.float64)
    distances = other[:, None] - outputs[:, 6:]
    pinball = torch.maximum(taus * distances, (taus - 1) * distances)
    losses = [
        functional.cross_entropy(outputs[:, :3], labels, reduction="none"),
        functional.gaussian_nll_loss(outputs[:, 3], value, variance, full=True, reduction="none", eps=1e-12),
        functional.poisson_nll_loss(outputs[:, 5] + numpy.log(unit), count, reduction="none") + torch.lgamma(count + 1),
        -((taus * (1 - taus) / scale).log() - pinball / scale).mean(1),
    ]
    total = -sum(weight * loss for weight, loss in zip(weights, losses))
    targets = torch.stack([labels.double(), value, count / unit, other], 1)
    settings = {"weights": weights, "unit": unit, "levels": levels, "scale": scale, "targets": targets.tolist()}
    return {**graded(outputs, total), **settings}


def quantile_function_case():
    """Quantiles in no Gaussian's distances; the distribution is Gaussian from one to the next: its quantile is linear in that of N(0, 1)."""
    quantiles = numpy.array([-1.5, -0.2, 0.1, 1.4, 2.0])
    places = scipy.stats.norm.ppf(LEVELS)
    slopes = numpy.diff(quantiles) / numpy.diff(places)

    def place(value):
        piece = int(numpy.clip(numpy.searchsorted(quantiles, value) - 1, 0, len(slopes) - 1))
        return places[piece] + (value - quantiles[piece]) / slopes[piece], slopes[piece]

    def below(value):
        return scipy.stats.norm.cdf(place(value)[0])

    def scored(truth):
        breaks = sorted([*quantiles, truth])
        crps = scipy.integrate.quad(lambda value: (below(value) - (value >= truth)) ** 2, -14, 14, points=breaks, limit=500)[0]
        z, slope = place(truth)
        pinball = numpy.mean([sklearn.metrics.mean_pinball_loss([truth], [at], alpha=level) for at, level in zip(quantiles, LEVELS)])
        return {"truth": truth, "below": float(below(truth)), "crps": crps, "nll": float(-scipy.stats.norm.logpdf(z) + numpy.log(slope)), "pinball": float(pinball)}

    return {"levels": LEVELS, "quantiles": quantiles.tolist(), "scored": [scored(truth) for truth in (-3.0, -1.0, 0.0, 0.9, 1.9, 3.5)]}


def gaussian_quantiles_case():
    """Quantiles that are those of one Gaussian: it comes out whole."""
    mean, std = 0.4, 1.3
    quantiles = scipy.stats.norm.ppf(LEVELS, mean, std)
    truths = [-4.0, 0.1, 0.4, 2.5]
    return {
        "levels": LEVELS,
        "quantiles": quantiles.tolist(),
        "scored": [
            {
                "truth": truth,
                "below": float(scipy.stats.norm.cdf(truth, mean, std)),
                "crps": float(scoringrules.crps_normal(truth, mean, std)),
                "nll": float(-scipy.stats.norm.logpdf(truth, mean, std)),
                "pinball": float(numpy.mean([sklearn.metrics.mean_pinball_loss([truth], [at], alpha=level) for at, level in zip(quantiles, LEVELS)])),
            }
            for truth in truths
        ],
    }


def poisson_regression_case():
    """Coefficients of standardised columns, without a penalty."""
    rows = generator.normal([3, -1], [2, 0.5], (60, 2)).round(3)
    standardised = (rows - rows.mean(0)) / rows.std(0)
    counts = generator.poisson(numpy.exp(1.5 + standardised @ [0.6, -0.3]))
    fitted = sklearn.linear_model.PoissonRegressor(alpha=0, tol=1e-10, max_iter=10_000).fit(standardised, counts)
    return {"rows": rows.tolist(), "counts": counts.tolist(), "coefficients": fitted.coef_.tolist(), "intercept": float(fitted.intercept_)}


packages = ("torch", "scipy", "scikit-learn", "scoringrules")
print(
    json.dumps(
        {
            "by": " ".join(f"{name} {version(name)}" for name in packages),
            "logVariance": log_variance_case(),
            "poisson": poisson_case(),
            "countMixtures": [
                count_mixture_case([0.3], 0),
                count_mixture_case([2.5], 4),
                count_mixture_case([2.0, 3.5, 7.0], 3),
                count_mixture_case([0.01, 120.0, 130.0], 90),
                count_mixture_case([800.0, 900.0, 1000.0], 1200),
                count_mixture_case([5.0], 60),
            ],
            "pinball": pinball_case(),
            "heads": heads_case(),
            "poissonRegression": poisson_regression_case(),
            "quantileFunctions": [quantile_function_case(), gaussian_quantiles_case()],
        }
    )
)
