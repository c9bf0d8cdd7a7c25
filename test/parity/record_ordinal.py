"""
Proportional odds: log-likelihoods and a fit by statsmodels' OrderedModel, gradients by PyTorch's autograd, ranked probability scores by
scoringrules:

    pip install torch statsmodels scoringrules scikit-learn
    python test/parity/record_ordinal.py > test/parity/fixtures/ordinal.json
"""

import json
from importlib.metadata import version

import numpy
import scoringrules
import sklearn.metrics
import torch
from statsmodels.miscmodels.ordinal_model import OrderedModel

generator = numpy.random.default_rng(19)


def link_case():
    """Of given thresholds and latent numbers, one of them far out; gradients of the sum of all log-likelihoods."""
    start, weights = [-1.5, 0.2, 0.9], [0.3, -0.8, 1.7]
    latent = [-2.0, 0.1, 0.5, 3.0, -1.0, 40.0]
    labels = [0, 1, 2, 3, 3, 1]
    first = torch.tensor(start, dtype=torch.float64)
    raw = torch.cat([first[:1], first.diff().expm1().log()])
    own = torch.tensor(weights, dtype=torch.float64, requires_grad=True)
    f = torch.tensor(latent, dtype=torch.float64, requires_grad=True)
    steps = torch.cat([(raw + own)[:1], torch.nn.functional.softplus((raw + own)[1:])])
    thresholds = steps.cumsum(0)
    edges = torch.cat([torch.tensor([-torch.inf], dtype=torch.float64), thresholds, torch.tensor([torch.inf], dtype=torch.float64)])
    y = torch.tensor(labels)
    upper, lower = edges[y + 1] - f, edges[y] - f
    # By differences of survival functions where both lie far on one side, as no other form keeps their digits.
    probabilities = torch.where(lower > 0, torch.sigmoid(-lower) - torch.sigmoid(-upper), torch.sigmoid(upper) - torch.sigmoid(lower))
    logs = probabilities.log()
    logs.sum().backward()
    # Their own log-likelihood, by the differences that they have between thresholds as parameters.
    model = OrderedModel(numpy.array(labels), numpy.array(latent)[:, None], distr="logit")
    ends = thresholds.detach().numpy()
    parameters = numpy.concatenate([[1.0], ends[:1], numpy.log(numpy.diff(ends))])
    return {
        "start": start,
        "weights": weights,
        "latent": latent,
        "labels": labels,
        "thresholds": ends.tolist(),
        "logLikelihoods": model.loglikeobs(parameters).tolist(),
        "probabilities": model.predict(parameters).tolist(),
        "gradientOfLatent": f.grad.tolist(),
        "gradientOfWeights": own.grad.tolist(),
    }


def regression_case():
    """A fit by maximum likelihood without a constant, of which the first threshold stands for one."""
    rows = generator.normal(size=(300, 2))
    rows = (rows - rows.mean(0)) / rows.std(0)
    latent = rows @ [1.2, -0.7] + generator.logistic(size=300)
    labels = numpy.searchsorted([-1.0, 0.3, 1.6], latent)
    fit = OrderedModel(labels, rows, distr="logit").fit(method="bfgs", maxiter=1000, gtol=1e-8, disp=False)
    thresholds = fit.model.transform_threshold_params(fit.params)[1:-1]
    return {
        "rows": rows.tolist(),
        "labels": labels.tolist(),
        "coefficients": fit.params[:2].tolist(),
        "thresholds": thresholds.tolist(),
        "logLikelihood": float(fit.llf),
    }


def scores_case():
    probabilities = generator.dirichlet(numpy.ones(5), size=12)
    labels = generator.integers(0, 5, 12)
    medians = (probabilities.cumsum(1) < 0.5).sum(1)
    return {
        "probabilities": probabilities.tolist(),
        "labels": labels.tolist(),
        # Their classes count from 1.
        "rps": float(numpy.mean(scoringrules.rps_score(labels + 1, probabilities))),
        "rankError": float(sklearn.metrics.mean_absolute_error(labels, medians)),
    }


print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("torch", "statsmodels", "scoringrules", "scikit-learn")},
            "link": link_case(),
            "regression": regression_case(),
            "scores": scores_case(),
        },
        indent=1,
    )
)
