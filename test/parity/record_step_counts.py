"""What PyTorch's DataLoader makes of an epoch, for test/src-shared/devices/workload.test.ts.

    python test/parity/record_step_counts.py > test/parity/fixtures/step-counts.json
"""

import json

import torch
from torch.utils.data import DataLoader

sizes = [(5, 2), (127, 64), (128, 64), (129, 64), (1293, 64), (40, 64), (1, 1), (7, 7), (7, 1), (1000, 333)]


def epoch(items, batch, drop):
    """How many items each step has. A loader that drops has no step at all of fewer items than a batch."""
    return [len(chunk) for chunk in DataLoader(range(items), batch_size=batch, shuffle=True, drop_last=drop)]


print(
    json.dumps(
        {
            "torch": torch.__version__,
            "epochs": [
                {"items": items, "batchSize": batch, "keep": epoch(items, batch, False), "drop": epoch(items, batch, True)}
                for items, batch in sizes
            ],
        }
    )
)
