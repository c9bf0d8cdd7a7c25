"""Writes what a run measures into a file that `parasample import` stores as a run: a JSON list, one record a line."""

import json
import math
import os
import re
import secrets
import time


class RunLog:
    """The file grows while training goes on: what is there of a job that was killed can be imported too."""

    def __init__(self, path, experiment, engine, run_id=None):
        self.file = open(path, "w")
        self.points, self.lines = 0, 0
        self.metrics = {}
        self.columns = _empty()
        self._flushed = time.monotonic()
        name = re.sub("[^a-z0-9]+", "-", experiment["name"].lower())[:48].strip("-") or "run"
        self.run_id = run_id or f"{name}-{secrets.token_hex(2)}"
        now = _now()
        self.file.write("[\n")
        self._write(
            type="run",
            format="parasample-run",
            version=1,
            id=self.run_id,
            status="running",
            reason="",
            experiment=experiment,
            created=now,
            started=now,
            engine=engine,
            metrics={},
            annotations={"tags": ["cluster"], "notes": "", "starred": False, "archived": False},
        )
        self.flush()

    @classmethod
    def reopened(cls, path, state, size):
        """Goes on with a log as it was when it had so many bytes; `state` is what `state()` said then."""
        log = cls.__new__(cls)
        log.file = open(path, "r+")
        log.file.truncate(size)
        log.file.seek(0, 2)
        log.run_id, log.points, log.lines = state["id"], state["points"], state["lines"]
        log.metrics, log.columns, log._flushed = dict(state["metrics"]), _empty(), time.monotonic()
        return log

    def state(self):
        """What `reopened` needs besides the file, once all is flushed."""
        return {"id": self.run_id, "points": self.points, "lines": self.lines, "metrics": self.metrics}

    @property
    def bytes(self):
        """The length of the file, once all is flushed."""
        return os.fstat(self.file.fileno()).st_size

    def measure(self, step, epoch, values):
        """Takes numbers by name; `flush` writes them, which happens by itself once a second."""
        for name, value in values.items():
            for column, entry in zip(self.columns.values(), (name, step, epoch, _now(), _number(value))):
                column.append(entry)
            if not name.startswith("train.") or name == "train.loss":
                self.metrics[name] = _number(value)
        if time.monotonic() - self._flushed >= 1:
            self.flush()

    def say(self, text, level="info"):
        """Adds a line to the run's log."""
        self.lines += 1
        self._write(type="logs", lines=[{"time": _now(), "level": level, "text": text}])

    def flush(self):
        """Writes what was measured since the last time."""
        count = len(self.columns["names"])
        if count > 0:
            self.points += count
            self._write(type="points", **self.columns)
            self.columns = _empty()
        self.file.flush()
        self._flushed = time.monotonic()

    def end(self, status, reason=""):
        """Closes the file; status is `finished`, `stopped` or `failed`."""
        self.flush()
        counts = {"points": self.points, "lines": self.lines}
        outcome = {"status": status, "reason": reason, "ended": _now(), "metrics": self.metrics}
        self._write(type="end", **counts, **outcome, last=True)
        self.file.write("\n]\n")
        self.file.close()

    def _write(self, last=False, **record):
        separator = "" if record["type"] == "run" else ",\n"
        self.file.write(separator + json.dumps(record))


def _empty():
    return {"names": [], "steps": [], "epochs": [], "times": [], "values": []}


def _now():
    """Milliseconds since the Unix epoch."""
    return int(time.time() * 1000)


def _number(value):
    """JSON has no NaN and infinities: texts stand for them."""
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")
