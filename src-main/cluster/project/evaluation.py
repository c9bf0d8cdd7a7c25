"""Scores of the prediction pooled over the samples of all processes, on pictures as they are."""

import torch

from network import draw

BINS = 15
ITEMS_AT_ONCE = 256


@torch.no_grad()
def evaluate(network, data, items, purpose, step, mesh, device):
    """Scores by name. Every process predicts with its own samples, and in data groups its own part of the items."""
    classes = network.layers[-1].out_features
    probabilities = torch.zeros(len(items), classes, device=device)
    entropies = torch.zeros(len(items), device=device)
    own = mesh.items_of(range(len(items)))
    for first in range(own.start, own.stop, ITEMS_AT_ONCE):
        chunk = slice(first, min(first + ITEMS_AT_ONCE, own.stop))
        inputs = data.inputs(items[chunk]).to(device)
        logits, _ = draw(network, inputs, data.seed, purpose, step, mesh.samples)
        draws = logits.softmax(-1)
        probabilities[chunk] = draws.sum(0) / mesh.all_samples
        entropies[chunk] = entropy(draws).sum(0) / mesh.all_samples
    return scores(mesh.sum(probabilities).cpu(), mesh.sum(entropies).cpu(), data.labels[items])


def scores(probabilities, mean_entropies, labels):
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
