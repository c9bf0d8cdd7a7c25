"""
Searches settings of mean-field variational inference on small tables, in NumPy: one hidden layer of 50 ReLU units, Gaussian
noise that is learned, local draws as the app's. Quick enough to try many; docs/defaults.md has what came of it.

    python3 bench/defaults/mean_field.py CSV "steps=5000, rate=0.02, warmup=0.5" ["..." more settings]

CSV has named columns, the last of which is predicted; `parasample datasets fetch concrete` leaves one in the cache. Splits
are this script's own: a tenth to test, a tenth held out as the app's validation is, by the seed.
"""

import csv
import sys

import numpy as np

HIDDEN = 50


def load(path, seed):
    """Standardised training and test items, and the target's standard deviation."""
    with open(path) as file:
        rows = np.array(list(csv.reader(file))[1:], float)
    inputs, targets = rows[:, :-1], rows[:, -1]
    order = np.random.default_rng(100 + seed).permutation(len(rows))
    held = round(0.1 * len(rows))
    test, train = order[:held], order[2 * held :]
    spread = inputs[train].std(0)
    spread[spread == 0] = 1
    unit = targets[train].std()

    def items(at):
        x = (inputs[at] - inputs[train].mean(0)) / spread
        return x.astype(np.float32), ((targets[at] - targets[train].mean()) / unit).astype(np.float32)

    return items(train), items(test), unit


def outputs_of(weights, x):
    """Hidden sums, hidden units and outputs of every draw; weights are [draws, ...]."""
    sums = np.matmul(x, weights[0]) + weights[1][:, None, :]
    units = np.maximum(sums, 0)
    return sums, units, (np.matmul(units, weights[2]) + weights[3][:, None, :])[..., 0]


def divergence(means, log_stds, prior):
    """KL(q || p) in nats."""
    return sum(
        float((np.log(prior) - rho + 0.5 * (np.exp(2 * rho) + mu**2) / prior**2 - 0.5).sum())
        for mu, rho in zip(means, log_stds)
    )


def train(path, seed, steps=5000, rate=0.01, log_std_rate=1.0, start=0.1, draws=8, batch=32, prior=1.0, warmup=0.0):
    """Trains by Adam with a cosine schedule; gives scores on the test items and the ELBO in nats per training item."""
    (x, y), (x_test, y_test), unit = load(path, seed)
    count, features = x.shape
    random = np.random.default_rng(seed)
    shapes, fans = [(features, HIDDEN), (HIDDEN,), (HIDDEN, 1), (1,)], [features, features, HIDDEN, HIDDEN]
    means = [random.uniform(-1, 1, shape).astype(np.float32) / np.sqrt(fan) for shape, fan in zip(shapes, fans)]
    log_stds = [np.full(shape, np.log(start / np.sqrt(fan)), np.float32) for shape, fan in zip(shapes, fans)]
    parameters = means + log_stds + [np.array([np.log(0.5)], np.float32)]
    first, second = [np.zeros_like(p) for p in parameters], [np.zeros_like(p) for p in parameters]
    order, place = random.permutation(count), 0
    for step in range(1, steps + 1):
        if place + batch > count:
            order, place = random.permutation(count), 0
        items = order[place : place + batch]
        place += batch
        weight = min(1.0, step / (warmup * steps)) if warmup else 1.0
        gradients = gradients_of(parameters, shapes, x[items], y[items], count, draws, prior, weight, random)
        fraction = 0.5 * (1 + np.cos(np.pi * (step - 1) / steps))
        for at, gradient in enumerate(gradients):
            first[at] += 0.1 * (gradient - first[at])
            second[at] += 0.001 * (gradient**2 - second[at])
            size = rate * fraction * (1 if at < 4 else log_std_rate)
            size *= np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            change = size * first[at] / (np.sqrt(second[at]) + 1e-8)
            parameters[at] = parameters[at] - change.astype(np.float32)
    return scores(parameters, shapes, (x, y), (x_test, y_test), unit, prior, random)


def gradients_of(parameters, shapes, x, y, count, draws, prior, weight, random):
    """Of the negative ELBO in nats per data set: means, log standard deviations, log noise."""
    means, log_stds, log_noise = parameters[:4], parameters[4:8], parameters[8]
    noise = [random.standard_normal((draws, *shape)).astype(np.float32) for shape in shapes]
    stds = [np.exp(rho) for rho in log_stds]
    weights = [mu + std * eps for mu, std, eps in zip(means, stds, noise)]
    sums, units, outputs = outputs_of(weights, x)
    residual, precision = outputs - y, np.exp(-2 * log_noise[0])
    back = (residual * precision)[..., None] * (count / (draws * len(x)))
    hidden = np.matmul(back, weights[2].transpose(0, 2, 1)) * (sums > 0)
    of_weights = [np.matmul(x.T, hidden), hidden.sum(1), np.matmul(units.transpose(0, 2, 1), back), back.sum(1)]
    of_means = [g.sum(0) + weight * mu / prior**2 for g, mu in zip(of_weights, means)]
    of_stds = [
        std * (g * eps).sum(0) + weight * (std**2 / prior**2 - 1) for g, eps, std in zip(of_weights, noise, stds)
    ]
    return [*of_means, *of_stds, np.array([count * (1 - (residual**2 * precision).mean())], np.float32)]


def scores(parameters, shapes, train_items, test_items, unit, prior, random, draws=200):
    """With fresh draws: the ELBO, RMSE and NLL of the Gaussian with the draws' mean and total variance."""
    means, log_stds, noise = parameters[:4], parameters[4:8], np.exp(parameters[8][0])
    weights = [
        mu + np.exp(rho) * random.standard_normal((draws, *shape)).astype(np.float32)
        for mu, rho, shape in zip(means, log_stds, shapes)
    ]
    (x, y), (x_test, y_test) = train_items, test_items
    fit = (0.5 * (np.log(2 * np.pi * noise**2) + ((outputs_of(weights, x)[2] - y) / noise) ** 2)).mean()
    outputs = outputs_of(weights, x_test)[2]
    error, variance = y_test - outputs.mean(0), outputs.var(0, ddof=1) + noise**2
    return {
        "elbo": -(fit + divergence(means, log_stds, prior) / len(y)),
        "kl": divergence(means, log_stds, prior) / len(y),
        "rmse": float(np.sqrt((error**2).mean()) * unit),
        "nll": float((0.5 * (np.log(2 * np.pi * variance) + error**2 / variance)).mean() + np.log(unit)),
        "epistemic": float(outputs.std(0).mean() * unit),
        "std0": float(np.median(np.exp(log_stds[0]))),
    }


def main():
    """Each setting with seeds 1 to 3: mean and standard deviation over the seeds."""
    path, *settings = sys.argv[1:]
    for text in settings:
        given = eval(f"dict({text})")  # Settings of whoever calls it.
        results = [train(path, seed, **given) for seed in given.pop("seeds", (1, 2, 3))]
        spread = {name: np.array([result[name] for result in results]) for name in results[0]}
        print(text, "|", ", ".join(f"{name} {v.mean():.3f} ± {v.std():.3f}" for name, v in spread.items()), flush=True)


if __name__ == "__main__":
    main()
