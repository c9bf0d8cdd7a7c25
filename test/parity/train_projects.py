"""
`torchrun ... train_projects.py PROJECT...`: trains exported projects one after the other as their own train.py does, in
one group of processes, so that PyTorch is loaded once. Each leaves its results in its folder `out`.
"""

import json
import sys
from pathlib import Path

import torch.distributed as dist

projects = [Path(path) for path in sys.argv[1:]]
# The scripts of all projects are the same.
sys.path.insert(0, str(projects[0]))
import train  # noqa: E402

device = train.join()
for project in projects:
    train.FOLDER = project
    experiment = json.loads((project / "experiment.json").read_text())
    train.Run(experiment, project / "out", device).run()
dist.destroy_process_group()
