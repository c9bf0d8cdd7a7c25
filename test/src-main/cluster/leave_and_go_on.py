"""
`python leave_and_go_on.py PROJECT STEP...`: trains an exported project into its folder `whole`, and into `parts` with a SIGTERM
during each of these steps, after which it goes on; what `run.json` said at each of them stays as `left-STEP.json`.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import torch.distributed as dist

project, *steps = sys.argv[1:]
project = Path(project)
sys.path.insert(0, str(project))
import train  # noqa: E402

train.FOLDER = project
experiment = json.loads((project / "experiment.json").read_text())
device = train.join()
usual_step, usual_keep = train.Run._step, train.Run._keep


def step_until(last):
    """A step of the usual kind, during which SLURM wants the node back where it is the last."""

    def step(run, *arguments):
        if run.step + 1 == last:
            os.kill(os.getpid(), signal.SIGTERM)
        return usual_step(run, *arguments)

    return step


kept = []


def keep(run, log):
    """Notes at which step a checkpoint was written."""
    kept.append(run.step)
    usual_keep(run, log)


train.Run._keep = keep
train.Run(experiment, project / "whole", device, "whole").run()
for last in [*map(int, steps), None]:
    train.Run._step = step_until(last)
    train.Run(experiment, project / "parts", device, "parts").run()
    if last is not None:
        shutil.copy(project / "parts" / "run.json", project / f"left-{last}.json")
(project / "kept.json").write_text(json.dumps(kept))
dist.destroy_process_group()
