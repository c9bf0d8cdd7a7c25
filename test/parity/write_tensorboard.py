"""`python write_tensorboard.py FOLDER`: three scalars, one of them NaN, by PyTorch's own writer."""

import sys

from torch.utils.tensorboard import SummaryWriter

with SummaryWriter(sys.argv[1]) as writer:
    for step, value in enumerate([0.5, float("nan"), 0.25]):
        writer.add_scalar("train.loss", value, step, walltime=1_700_000_000 + step)
