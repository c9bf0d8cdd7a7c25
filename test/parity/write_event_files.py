"""
`python write_event_files.py FOLDER`: event files by PyTorch's own writer, a folder for each case below, and
`expected.json`: what TensorBoard's own reader finds in each, as {case: {tag: [[step, seconds, value], ...]}}, values as
Python writes them. A tag of a folder within the case's own has that folder's name in front, and a point.
"""

import json
import shutil
import sys
from pathlib import Path

from tensorboard.backend.event_processing import event_multiplexer
from torch.utils.tensorboard import SummaryWriter

START = 1_700_000_000


def write(folder, begun, scalars):
    """One file, named as if it had been begun then; scalars as (tag, value, step)."""
    with SummaryWriter(folder) as writer:
        for tag, value, step in scalars:
            writer.add_scalar(tag, value, step, walltime=begun + step)
    (written,) = (path for path in folder.iterdir() if "case" not in path.name)
    return written.rename(folder / f"events.out.tfevents.{begun}.case.1.0")


def begun_anew(folder):
    write(folder, START + 100, [("loss", 0.125, 3), ("accuracy", 0.75, 3)])
    write(folder, START, [("loss", 0.5, 0), ("loss", float("nan"), 1), ("loss", float("inf"), 2)])


def cut_in_its_last_record(folder):
    file = write(folder, START, [("loss", 0.5, 0), ("loss", 0.25, 1), ("loss", 0.125, 2)])
    file.write_bytes(file.read_bytes()[:-20])


def odd_names(folder):
    write(folder, START, [("__proto__", 0.5, 0), ("constructor", 0.25, 0), ("val/f1 (macro)", 0.125, 0)])


def train_and_validation(folder):
    """As Keras leaves them; its one step goes on while the other is measured."""
    write(folder / "train", START, [("epoch_loss", 0.5, 0), ("epoch_loss", 0.25, 10), ("epoch_loss", 0.125, 20)])
    write(folder / "validation", START + 5, [("epoch_loss", 0.75, 0), ("epoch_loss", 0.625, 10)])
    write(folder / "validation", START + 25, [("epoch_loss", float("nan"), 20), ("epoch_accuracy", 0.5, 20)])


def reading(folder):
    multiplexer = event_multiplexer.EventMultiplexer(size_guidance={"scalars": 0})
    multiplexer.AddRunsFromDirectory(str(folder))
    multiplexer.Reload()
    return {
        tag if run == "." else f"{run}.{tag}": [
            [event.step, event.wall_time, repr(float(event.value))] for event in multiplexer.Scalars(run, tag)
        ]
        for run, tags in multiplexer.Runs().items()
        for tag in tags["scalars"]
    }


expected = {}
for case in (begun_anew, cut_in_its_last_record, odd_names, train_and_validation):
    target = Path(sys.argv[1]) / case.__name__.replace("_", "-")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    case(target)
    expected[target.name] = reading(target)
(Path(sys.argv[1]) / "expected.json").write_text(json.dumps(expected))
