"""
Reads what Parasample keeps: runs, curves and posteriors. One file that needs Python 3.9 and NumPy and changes nothing.

    from parasample_home import Home

    home = Home()                        # or Home("/folder/of/the/runs")
    run = home.run("digits-demo-3067")   # or the end of its id alone, as "3067"
    run.metrics["test.nll"]              # the last value of a score
    curve = run.curve("train.loss")      # steps, epochs, seconds and values as arrays
    posterior = run.posterior()          # named arrays; posterior.moments() has means and standard deviations
"""

import json
import os
import sqlite3
import struct
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np

NAMED = "JOIN metric_names names ON names.key = "
TYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4", "U8": "u1"}


class Curve(NamedTuple):
    """One metric, oldest point first. `seconds` count from the first point; a value may be NaN or infinite."""

    steps: np.ndarray
    epochs: np.ndarray
    seconds: np.ndarray
    values: np.ndarray


class Posterior(NamedTuple):
    """`tensors` are arrays by name, read from the file where they are used; `task` and `normalisation` say of which data."""

    tensors: dict
    experiment: dict
    task: dict
    normalisation: dict

    def moments(self):
        """Mean and standard deviation of each weight by the name of its tensor, as `{"layers.0.weight": (mean, std)}`."""
        # The noise of a regression has a logarithm of its own, and no mean.
        spread = [name[: -len(".log_std")] for name in self.tensors if name.endswith(".log_std")]
        names = [name for name in spread if f"{name}.mean" in self.tensors]
        if names:
            return {name: (self.tensors[f"{name}.mean"], self._std(name)) for name in names}
        method = self.experiment["inference"]["method"]
        # Their weights are one network's: they have no axis of samples.
        if method in ("mc-dropout", "point-estimate") or any(name.startswith("laplace.") for name in self.tensors):
            raise ValueError(f"Of {method} no weight has a deviation by itself; `tensors` holds what there is.")
        weights = {name: values for name, values in self.tensors.items() if not name.startswith("likelihood.")}
        return {name: (values.mean(axis=0), values.std(axis=0)) for name, values in weights.items()}

    def _std(self, name):
        std = np.exp(self.tensors[f"{name}.log_std"])
        along = self.tensors.get(f"{name}.low_rank")
        return std if along is None else np.sqrt(std**2 + (along**2).sum(axis=0))


class Run:
    """One run: `id`, `name`, `status`, `created` (seconds since 1970), `experiment`, `metrics`, `tags` and `notes`."""

    def __init__(self, home, row):
        self.id, self.status, self.notes = row["id"], row["status"], row["notes"]
        self.created = row["created"] / 1000
        self.experiment = json.loads(row["experiment"])
        self.name = self.experiment["name"]
        self._home, self._key = home, row["key"]

    def __repr__(self):
        return f"Run({self.id!r}, {self.status})"

    @property
    def metrics(self):
        """The last value of each score, by name."""
        rows = self._read(f"SELECT names.name, value FROM last_metrics {NAMED} last_metrics.name WHERE run = ?")
        return {name: np.nan if value is None else value for name, value in rows}

    @property
    def tags(self):
        return [tag for (tag,) in self._read("SELECT tag FROM run_tags WHERE run = ? ORDER BY tag")]

    @property
    def curve_names(self):
        """All that it has measured."""
        rows = self._read(f"SELECT DISTINCT names.name FROM metric_points {NAMED} metric_points.name WHERE run = ?")
        return sorted(name for (name,) in rows)

    def curve(self, name):
        """Every point of a metric; empty where the run has not measured it."""
        rows = self._read(
            f"SELECT step, epoch, time, value FROM metric_points {NAMED} metric_points.name"
            " WHERE run = ? AND names.name = ? ORDER BY metric_points.id",
            name,
        )
        # SQLite stores no NaN: nothing stands for it, which NumPy reads as NaN.
        steps, epochs, times, values = np.array(rows, dtype=float).reshape(-1, 4).T
        return Curve(steps.astype(int), epochs, (times - times[:1]) / 1000, values)

    def log(self):
        """What it has said, as texts."""
        return [text for (text,) in self._read("SELECT text FROM log_lines WHERE run = ? ORDER BY id")]

    def posterior(self):
        """What was trained. Raises FileNotFoundError where the run has not got so far."""
        file = self._home.folder / "runs" / self.id / "posterior.safetensors"
        if not file.is_file():
            raise FileNotFoundError(f"Run {self.id} has no posterior in {self._home.folder}: it is {self.status}.")
        return read_posterior(file)

    def _read(self, query, *values):
        return self._home._read(query, self._key, *values)


class Home:
    """The folder that Parasample keeps its runs in; by default the one that it uses by itself."""

    def __init__(self, folder=None):
        self.folder = Path(folder or usual_folder())
        self._file = self.folder / "parasample.sqlite"
        if not self._file.is_file():
            raise FileNotFoundError(f"There are no runs of Parasample in {self.folder}.")

    @property
    def runs(self):
        """All runs, the newest first."""
        return [Run(self, row) for row in self._read("SELECT * FROM runs WHERE removed IS NULL ORDER BY key DESC")]

    def run(self, name):
        """One run by its id, or by the end of it that no other has."""
        found = [run for run in self.runs if run.id == name] or [run for run in self.runs if run.id.endswith(name)]
        if len(found) == 1:
            return found[0]
        raise KeyError(f"{len(found)} runs have an id that is, or ends with, {name}.")

    def table(self):
        """A record a run, of settings by their paths and last scores: `pandas.DataFrame(home.table())`."""
        about = ("id", "name", "status", "created")
        return [
            {**{part: getattr(run, part) for part in about}, **flat(run.experiment), **run.metrics} for run in self.runs
        ]

    def _read(self, query, *values):
        # Read only, and closed again at once: a run that goes on is never kept from writing.
        with closing(sqlite3.connect(f"{self._file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return database.execute(query, values).fetchall()


def read_posterior(file):
    """A posterior as Parasample keeps or exports it (safetensors)."""
    with open(file, "rb") as opened:
        (length,) = struct.unpack("<Q", opened.read(8))
        header = json.loads(opened.read(length))
    about = header.pop("__metadata__")
    tensors = {
        name: np.memmap(file, TYPES[of["dtype"]], "r", 8 + length + of["data_offsets"][0], tuple(of["shape"]))
        if 0 not in of["shape"]
        else np.zeros(of["shape"], TYPES[of["dtype"]])
        for name, of in header.items()
    }
    return Posterior(tensors, *(json.loads(about[part]) for part in Posterior._fields[1:]))


def flat(settings, path=""):
    """Nested settings by their paths, as `{"training.samples": 8}`."""
    if not isinstance(settings, dict):
        return {path: settings}
    return {
        key: value
        for name, below in settings.items()
        for key, value in flat(below, f"{path}.{name}" if path else name).items()
    }


def usual_folder():
    if os.environ.get("PARASAMPLE_HOME"):
        return os.environ["PARASAMPLE_HOME"]
    user = Path.home()
    if sys.platform == "darwin":
        return user / "Library" / "Application Support" / "parasample"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or user / "AppData" / "Local") / "parasample" / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or user / ".local" / "share") / "parasample"
