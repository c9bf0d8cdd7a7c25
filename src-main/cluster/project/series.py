"""Windows of a time series: known steps in, the steps that follow out."""

import numpy as np

from data import Data, measured, regression, tensor_of


class Series(Data):
    """
    An item is a window, its number the step at which its history starts. A value that is not known is 0 (the mean) as
    an input; so are those of the steps to forecast, whose calendar alone is seen.
    """

    def __init__(self, folder, experiment):
        super().__init__(folder, experiment)
        self.train, self.validation, self.test = (self.read(f"{split}-items") for split in ("train", "validation", "test"))
        values = self.read("values")[:, None]
        mean, std = measured(values[: self.facts["trainSteps"]])
        self.values = (values - mean) / std
        self.history, self.horizon = experiment["data"]["history"], experiment["data"]["horizon"]
        self.calendar = self.read("calendar") if experiment["data"]["calendar"] else None
        names = [self.facts["name"]]
        steps = self.history if self.calendar is None else self.history + self.horizon
        columns = 1 if self.calendar is None else 1 + self.calendar.shape[1]
        self.task = regression([steps, columns], [self.horizon, 1], names, self.facts.get("unit"), mean, std)
        self.normalisation = {"names": names, "mean": mean.tolist(), "std": std.tolist()}
        self.time_step = self.facts.get("timeStep")

    def inputs(self, items):
        """[items, history, 1], or with the calendar [items, history + horizon, 1 + 8]."""
        known = np.nan_to_num(self.values[self._steps(items, 0, self.history)])
        if self.calendar is None:
            return tensor_of(known)
        coming = np.zeros((len(items), self.horizon, 1))
        values = np.concatenate([known, coming], 1)
        return tensor_of(np.concatenate([values, self.calendar[self._steps(items, 0, values.shape[1])]], 2))

    def targets(self, items):
        """[items, horizon, 1]"""
        return tensor_of(self.values[self._steps(items, self.history, self.horizon)])

    def _steps(self, items, first, count):
        return np.asarray(items, dtype=np.int64)[:, None] + first + np.arange(count)
