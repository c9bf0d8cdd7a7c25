"""
`python compute_scores.py GIVEN OUTPUT`: scores of the predictions in GIVEN (safetensors) by scikit-learn, properscoring and
SciPy, or by their definitions where none of them has the score; OUTPUT is JSON.
"""

import json
import sys

import numpy as np
import properscoring
from safetensors.numpy import load_file
from scipy import integrate, special, stats
from sklearn.metrics import accuracy_score, brier_score_loss, mean_absolute_error, root_mean_squared_error

given_path, output = sys.argv[1:]
given = {name: values.astype(np.float64) for name, values in load_file(given_path).items()}


def class_scores(log_probabilities, labels):
    # Single precision leaves rows that do not add up to 1 in double.
    log_probabilities = special.log_softmax(log_probabilities, axis=-1)
    probabilities = np.exp(log_probabilities)
    pooled = probabilities.mean(0)
    logs = special.logsumexp(log_probabilities, axis=0) - np.log(len(log_probabilities))
    names = np.arange(pooled.shape[1])
    confidence, right = pooled.max(1), pooled.argmax(1) == labels
    edges = np.linspace(0, 1, 16)
    bins = [(confidence > low) & (confidence <= high) for low, high in zip(edges, edges[1:])]
    gaps = [(abs(right[held].mean() - confidence[held].mean()), held.mean()) for held in bins if held.any()]
    total, own = stats.entropy(pooled, axis=1).mean(), stats.entropy(probabilities, axis=2).mean()
    return {
        "accuracy": accuracy_score(labels, pooled.argmax(1)),
        "nll": -logs[np.arange(len(labels)), labels].mean(),
        "brier": brier_score_loss(labels, pooled, labels=names, scale_by_half=False),
        "ece": sum(gap * share for gap, share in gaps),
        "mace": np.mean([gap for gap, _ in gaps]),
        "entropy": total,
        "aleatoric": own,
        "epistemic": total - own,
    }


def value_scores(values, truths, noise_std):
    mean, count = values.mean(0), len(values)
    spread = np.sqrt((values.var(0, ddof=1) if count > 1 else 0) + noise_std**2)
    # properscoring takes the ensemble as the whole distribution; pairs of different members make it fair.
    pairs = abs(values[:, None] - values[None]).sum((0, 1))
    whole = properscoring.crps_ensemble(truths, values.T) + 0.5 * pairs / count**2
    fair = whole - 0.5 * pairs / (count * (count - 1))
    return {
        "rmse": root_mean_squared_error(truths, mean),
        "mae": mean_absolute_error(truths, mean),
        "nll": -stats.norm(mean, spread).logpdf(truths).mean(),
        "crps": mixture_crps(values, truths, noise_std).mean() if noise_std else fair.mean(),
        **(mixture_coverage(values, truths, noise_std) if noise_std else ensemble_coverage(values, truths)),
    }


def mixture_crps(values, truths, noise_std):
    """properscoring's closed form for one Gaussian; else the definition, the integral of (F(z) - 1{z >= y})^2."""
    if len(values) == 1:
        return properscoring.crps_gaussian(truths, values[0], noise_std)

    def score(means, truth):
        below = integrate.quad(lambda z: special.ndtr((z - means) / noise_std).mean() ** 2, -15, truth)
        above = integrate.quad(lambda z: special.ndtr((means - z) / noise_std).mean() ** 2, truth, 15)
        return below[0] + above[0]

    return np.array([score(means, truth) for means, truth in zip(values.T, truths)])


def mixture_coverage(values, truths, noise_std):
    below = stats.norm(values, noise_std).cdf(truths).mean(0)
    return {f"coverage{percent}": np.mean(abs(below - 0.5) <= percent / 200) for percent in (50, 90)}


def ensemble_coverage(values, truths):
    def covered(share):
        low, high = np.quantile(values, [(1 - share) / 2, (1 + share) / 2], axis=0)
        return np.mean((low <= truths) & (truths <= high))

    return {"coverage50": covered(0.5), "coverage90": covered(0.9)}


noise_std, labels = float(given["noise_std"][0]), given["labels"].astype(int)
scores = {
    "classes": class_scores(given["log_probabilities"], labels),
    "sure": class_scores(given["sure_log_probabilities"], labels),
    "mixture": value_scores(given["values"], given["truths"], noise_std),
    "gaussian": value_scores(given["values"][:1], given["truths"], noise_std),
    "ensemble": value_scores(given["values"], given["truths"], 0),
}
with open(output, "w") as file:
    json.dump({task: {name: float(score) for name, score in of.items()} for task, of in scores.items()}, file)
