"""Scores of class probabilities."""

import torch

BINS = 15


class Scores:
    """Pools the class probabilities of all samples."""

    def __init__(self, data, items, likelihood, mesh, device):
        self.data, self.mesh = data, mesh
        classes = len(data.task["classNames"])
        self.probabilities = torch.zeros(items, classes, device=device)
        self.entropies = torch.zeros(items, device=device)

    def add(self, logits, items, chunk):
        """logits: [samples of this process, items, classes]; chunk: which of all items they are"""
        draws = logits.softmax(-1)
        self.probabilities[chunk] = draws.sum(0) / self.mesh.all_samples
        self.entropies[chunk] = entropy(draws).sum(0) / self.mesh.all_samples

    def result(self, items):
        """Scores by name, over the items of all processes."""
        probabilities, entropies = self.mesh.sum(self.probabilities), self.mesh.sum(self.entropies)
        return scores_of(probabilities.cpu(), entropies.cpu(), self.data.targets(items))


def scores_of(probabilities, mean_entropies, labels):
    """Means over the items. probabilities: [items, classes], pooled; mean_entropies: mean of each draw's own."""
    probabilities = probabilities.double()
    confidence, predicted = probabilities.max(-1)
    right = (predicted == labels).double()
    one_hot = torch.nn.functional.one_hot(labels, probabilities.shape[-1])
    total, aleatoric = entropy(probabilities).mean().item(), mean_entropies.double().mean().item()
    return {
        "accuracy": right.mean().item(),
        "nll": -probabilities.gather(-1, labels.unsqueeze(-1)).clamp_min(1e-12).log().mean().item(),
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
