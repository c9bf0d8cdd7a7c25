"""Where a run stands, on the disk: a job that ends early goes on from there when it is submitted again."""

import json
import os
import time

import torch


class Checkpoints:
    """
    The newest checkpoint in a folder. `checkpoint.json` names its file, its step and how long `run.json` was by then, and is
    replaced in one piece, so that whoever reads it finds a whole checkpoint.
    """

    def __init__(self, folder, settings):
        self.pointer = folder / "checkpoint.json"
        self.folder = folder
        self.every_steps = settings.get("everySteps")
        self.every_seconds = 60 * settings["everyMinutes"]
        self.last = time.monotonic()

    def read(self):
        """What the newest one holds, and what `checkpoint.json` says of it; nothing where there is none."""
        if not self.pointer.exists():
            return None, None
        told = json.loads(self.pointer.read_text())
        return torch.load(self.folder / told["file"], map_location="cpu", weights_only=True), told

    def is_due(self, step):
        """Whether it is time for the next, as the experiment says."""
        if self.every_steps is not None:
            return step % self.every_steps == 0
        return time.monotonic() - self.last >= self.every_seconds

    def write(self, step, state, log_bytes):
        """Takes the place of the one before."""
        name = f"checkpoint-{step}.pt"
        _replace(self.folder / name, lambda path: torch.save(state, path))
        told = json.dumps({"file": name, "step": step, "logBytes": log_bytes})
        _replace(self.pointer, lambda path: path.write_text(told))
        self._remove_but(name)
        self.last = time.monotonic()

    def remove(self):
        """Of a run that is over nothing goes on."""
        self.pointer.unlink(missing_ok=True)
        self._remove_but(None)

    def _remove_but(self, name):
        for path in self.folder.glob("checkpoint-*.pt"):
            if path.name != name:
                path.unlink(missing_ok=True)


def _replace(path, write):
    sibling = path.with_name(f"{path.name}.writing")
    write(sibling)
    os.replace(sibling, path)
