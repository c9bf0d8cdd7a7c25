"""Scores of class probabilities."""

import math

import torch

BINS = 15


class Scores:
    """Pools the class probabilities of all samples."""

    def __init__(self, data, items, likelihood, mesh, device):
        self.data, self.mesh = data, mesh
        classes = len(data.task["classNames"])
        # Of items that another process has: no probability, so that all of them add up.
        self.log_probabilities = torch.full([items, classes], -math.inf, device=device)
        self.entropies = torch.zeros(items, device=device)

    def add(self, logits, items, chunk):
        """logits: [samples of this process, items, classes]; chunk: which of all items they are"""
        draws = logits.log_softmax(-1)
        self.log_probabilities[chunk] = draws.logsumexp(0) - math.log(self.mesh.all_samples)
        self.entropies[chunk] = entropy(draws.exp()).sum(0) / self.mesh.all_samples

    def result(self, items):
        """Scores by name, over the items of all processes."""
        pooled, entropies = self.mesh.log_sum_exp(self.log_probabilities), self.mesh.sum(self.entropies)
        return scores_of(pooled.cpu(), entropies.cpu(), self.data.targets(items))


def scores_of(log_probabilities, mean_entropies, labels):
    """Means over the items. log_probabilities: [items, classes], pooled; mean_entropies: mean of each draw's own."""
    log_probabilities = log_probabilities.double()
    probabilities = log_probabilities.exp()
    confidence, predicted = probabilities.max(-1)
    right = (predicted == labels).double()
    one_hot = torch.nn.functional.one_hot(labels, probabilities.shape[-1])
    total, aleatoric = entropy(probabilities).mean().item(), mean_entropies.double().mean().item()
    return {
        "accuracy": right.mean().item(),
        "nll": -log_probabilities.gather(-1, labels.unsqueeze(-1)).mean().item(),
        "brier": ((probabilities - one_hot) ** 2).sum(-1).mean().item(),
        **calibration(confidence, right),
        "entropy": total,
        "aleatoric": aleatoric,
        "epistemic": max(0.0, total - aleatoric),
    }


def calibration(confidence, right):
    """Expected and mean absolute calibration error over equal bins of confidence, (low, high]."""
    bins = (torch.ceil(confidence * BINS) - 1).clamp(0, BINS - 1).long()
    gaps = torch.zeros(BINS, dtype=torch.double).index_add(0, bins, confidence - right).abs()
    sizes = torch.bincount(bins, minlength=BINS)
    filled = sizes > 0
    return {
        "ece": (gaps.sum() / len(bins)).item(),
        "mace": (gaps[filled] / sizes[filled]).mean().item(),
    }


def entropy(probabilities):
    """Shannon entropy in nats over the last axis."""
    return -torch.special.xlogy(probabilities, probabilities).sum(-1)
