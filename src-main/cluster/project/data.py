"""The data of the experiment: which items train, validate and test, and what the network sees of them."""

import json
from pathlib import Path

import numpy as np
import torch

from noise import shuffled


class Data:
    """
    Items by their numbers. `task` and `normalisation` say what is to be learned and how inputs were standardised, in the
    words of Parasample's posterior files, and for a series `time_step` the step between its times; `train`, `validation`
    and `test` hold the numbers of their items.
    """

    time_step = None

    def __init__(self, folder, experiment):
        self.folder, self.seed = Path(folder), experiment["seed"]
        self.split_seed = experiment["data"].get("splitSeed", self.seed)
        self.facts = json.loads((self.folder / "data.json").read_text())

    def read(self, name):
        """One of the arrays that came with the project."""
        return np.load(self.folder / f"{name}.npy")

    def split_by_seed(self, items, test, validation):
        """Splits of items drawn by their own seed, else the run's: so many to test, then so many to validate, the rest to train."""
        order = shuffled(items, self.split_seed, "split", 0)
        self.test, self.validation, self.train = np.split(order, [test, test + validation])

    def split_by_class(self, labels, test, validation):
        """The same class by class: of each so many to test and to validate; items stay in their order."""
        order = shuffled(len(labels), self.split_seed, "split", 0)
        drawn = [np.split(order[labels[order] == label], [t, t + v]) for label, (t, v) in enumerate(zip(test, validation))]
        self.test, self.validation, self.train = (np.sort(np.concatenate(part)) for part in zip(*drawn))

    def epoch_order(self, epoch):
        """The training items in the order of an epoch."""
        return self.train[shuffled(len(self.train), self.seed, "order", epoch)]

    def inputs(self, items):
        """What the network sees, float32 [items, ...input shape]."""
        raise NotImplementedError

    def augmented(self, items, epoch, group):
        """The same while training; only pictures are changed by noise of (epoch, item, group)."""
        return self.inputs(items)

    def targets(self, items):
        """Labels [items], or standardised values [items, ...target shape], NaN where one is not known."""
        raise NotImplementedError


def regression(input_shape, target_shape, names, unit, mean, std):
    """A task of predicting values, which are mean + std * standardised value for each of `names`."""
    shown = {} if unit is None else {"targetUnit": unit}
    return {
        "kind": "regression",
        "inputShape": list(input_shape),
        "targetShape": list(target_shape),
        "targetNames": names,
        **shown,
        "targetMean": mean.tolist(),
        "targetStd": std.tolist(),
    }


def measured(values):
    """Mean and standard deviation of every column over the rows that are known; 1 where values are all alike."""
    mean, std = np.nanmean(values, 0), np.nanstd(values, 0)
    return mean, np.where(std == 0, 1, std)


def tensor_of(values):
    """Numbers as the network takes them."""
    return torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))
