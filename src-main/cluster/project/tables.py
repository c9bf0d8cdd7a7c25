"""Rows of a table: numbers in, one number or one class out."""

import numpy as np
import torch

from data import Data, measured, regression, tensor_of


class Table(Data):
    """An item is a row; a seed decides which rows test and validate."""

    def __init__(self, folder, experiment):
        super().__init__(folder, experiment)
        features, target = self.read("features"), self.facts["target"]
        if "testItemsOf" in self.facts:
            self.split_by_class(self.read("labels"), self.facts["testItemsOf"], self.facts["validationItemsOf"])
        else:
            self.split_by_seed(len(features), self.facts["testItems"], self.facts["validationItems"])
        mean, std = measured(features[self.train])
        # A category that no training row has counts as none: what it would weigh, nothing has taught.
        std = np.where(np.array(self.facts["areCategories"]) & (mean == 0), 1e30, std)
        self.rows = (features - mean) / std
        names = self.facts["featureNames"]
        self.normalisation = {"names": names, "mean": mean.tolist(), "std": std.tolist()}
        if target["kind"] == "classification":
            self.values = self.read("labels").astype(np.int64)
            self.task = {"kind": "classification", "inputShape": [len(names)], "classNames": target["classNames"]}
        else:
            values = self.read("targets")
            target_mean, target_std = measured(values[self.train])
            self.values = ((values - target_mean) / target_std).astype(np.float32)
            known = [target["name"]], target.get("unit"), target_mean, target_std
            self.task = regression([len(names)], [1], *known)

    def inputs(self, items):
        """Standardised features, [items, features]."""
        return tensor_of(self.rows[items])

    def targets(self, items):
        """Labels [items], or standardised values [items, 1]."""
        return torch.from_numpy(self.values[items])
