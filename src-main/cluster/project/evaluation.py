"""Scores of the prediction pooled over the samples of all processes, on items as they are."""

import torch

import classification
import regression

ITEMS_AT_ONCE = 256


@torch.no_grad()
def evaluate(predict, likelihood, data, items, mesh, device):
    """
    Scores by name. Every process predicts with its own samples, and in data groups its own part of the items.

    predict: outputs [samples of this process, items, ...] of some items
    """
    scoring = classification if data.task["kind"] == "classification" else regression
    scores = scoring.Scores(data, len(items), likelihood, mesh, device)
    own = mesh.part_of(len(items))
    for first in range(own.start, own.stop, ITEMS_AT_ONCE):
        chunk = slice(first, min(first + ITEMS_AT_ONCE, own.stop))
        scores.add(predict(items[chunk]), items[chunk], chunk)
    return scores.result(items)
