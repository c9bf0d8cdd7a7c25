"""Scores of predicted values."""

import math

import torch

PARTS = ("squares", "distances", "nll", "crps", "covered50", "covered90", "count")


class Scores:
    """
    Adds up errors of the mean, the density of the Gaussian with mean and total variance, and CRPS and coverage of the
    mixture of Gaussians around the samples, for each target name; all in standardised units until the end.
    """

    def __init__(self, data, items, likelihood, mesh, device):
        self.data, self.mesh, self.std = data, mesh, likelihood.std
        self.sums = torch.zeros(len(PARTS), len(data.task["targetNames"]), dtype=torch.double, device=device)

    def add(self, outputs, items, chunk):
        """outputs: [samples of this process, items, ...target shape]"""
        draws = self.mesh.gather_samples(outputs).double()
        # Processes that share their items hold all their samples now; one of them counts.
        if self.mesh.sample_group == 0:
            targets = self.data.targets(items).to(draws).flatten(0, -2)
            self.sums += parts_of(draws.flatten(1, -2), targets, self.std)

    def result(self, items):
        """Scores by name, over the items of all processes. Several targets share no unit: theirs have none."""
        sums = dict(zip(PARTS, self.mesh.sum(self.sums).cpu()))
        names, stds = self.data.task["targetNames"], self.data.task["targetStd"]
        return scores_of(sums, names, torch.tensor(stds, dtype=torch.double))


def parts_of(draws, targets, std):
    """
    Sums over the known values of each target, [parts, targets].

    draws: [samples, values, targets]; targets: [values, targets], NaN where one is not known; std: of the noise,
    [1 or targets]
    """
    present, truth = ~targets.isnan(), targets.nan_to_num()
    mean, samples = draws.mean(0), len(draws)
    variance = ((draws - mean) ** 2).sum(0) / max(samples - 1, 1) + std**2
    error = truth - mean
    below = torch.special.ndtr((truth - draws) / std).mean(0)
    parts = [
        error**2,
        error.abs(),
        0.5 * ((2 * math.pi * variance).log() + error**2 / variance),
        mixture_crps(draws, truth, std),
        ((below - 0.5).abs() <= 0.25).double(),
        ((below - 0.5).abs() <= 0.45).double(),
        torch.ones_like(truth),
    ]
    return torch.stack([(part * present).sum(0) for part in parts])


def mixture_crps(means, truth, std):
    """
    The continuous ranked probability score of a mixture of Gaussians of one standard deviation a target (Grimit et al. 2006,
    equation 5): E|X - y| - 0.5 E|X - X'|. means: [samples, ...]; truth: [...]
    """
    spread = sum(_mean_distance(means - member, math.sqrt(2) * std).mean(0) for member in means) / len(means)
    return _mean_distance(truth - means, std).mean(0) - 0.5 * spread


def _mean_distance(mean, std):
    """E|X| of a Gaussian."""
    scaled = mean / std
    density = torch.exp(-0.5 * scaled**2) / math.sqrt(2 * math.pi)
    return 2 * std * density + mean * (2 * torch.special.ndtr(scaled) - 1)


def scores_of(sums, names, stds):
    """Scores by name from the sums of each target name, [targets] each."""
    count = sums["count"].sum()
    unit = stds if len(names) == 1 else torch.ones_like(stds)
    scores = {
        "rmse": ((sums["squares"] * unit**2).sum() / count).sqrt(),
        "mae": (sums["distances"] * unit).sum() / count,
        "nll": (sums["nll"] + sums["count"] * unit.log()).sum() / count,
        "crps": (sums["crps"] * unit).sum() / count,
        "coverage50": sums["covered50"].sum() / count,
        "coverage90": sums["covered90"].sum() / count,
    }
    if len(names) > 1:
        for at, name in enumerate(names):
            scores[f"rmse.{name}"] = (sums["squares"][at] / sums["count"][at]).sqrt() * stds[at]
            scores[f"crps.{name}"] = sums["crps"][at] / sums["count"][at] * stds[at]
    return {name: value.item() for name, value in scores.items()}
