"""Gridded fields: those of one time step in, those of the next out."""

import numpy as np

from data import Data, measured, regression, tensor_of


class Fields(Data):
    """An item is a time step. A value that is not known is 0 (the mean) as an input."""

    def __init__(self, folder, experiment):
        super().__init__(folder, experiment)
        items = (self.read(f"{split}-items").astype(np.int64) for split in ("train", "validation", "test"))
        self.train, self.validation, self.test = items
        values, names = self.read("values"), self.facts["names"]
        mean, std = measured(values[: self.facts["trainSteps"]].reshape(-1, len(names)).astype(np.float64))
        self.values = ((values - mean) / std).astype(np.float32)
        shape = values.shape[1:]
        self.task = regression(shape, shape, names, self.facts.get("unit"), mean, std)
        self.normalisation = {"names": names, "mean": mean.tolist(), "std": std.tolist()}

    def inputs(self, items):
        """[items, height, width, fields]"""
        return tensor_of(np.nan_to_num(self.values[items]))

    def targets(self, items):
        """[items, height, width, fields]"""
        return tensor_of(self.values[items + 1])
