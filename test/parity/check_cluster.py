"""
`python check_cluster.py PROJECT OUTPUT`: what parts of an exported project compute, as JSON, for the spec to hold against
the app's own: seeds, orders, split, normalisation, augmented pictures, learning rates, scores, divergences; and what one
draw of the network says of the same picture twice.
"""

import json
import math
import sys
from pathlib import Path
from types import SimpleNamespace

import torch

project, output = sys.argv[1:]
sys.path.insert(0, project)
from classification import entropy, scores_of  # noqa: E402
from mesh import split_evenly  # noqa: E402
from network import build_network, draw  # noqa: E402
from noise import seed_pair, shuffled  # noqa: E402
from objective import data_term  # noqa: E402
from open_data import open_data  # noqa: E402
from prior import Quiet, StudentT, analytical_kl  # noqa: E402
from schedule import learning_rate_at  # noqa: E402

experiment = json.loads((Path(project) / "experiment.json").read_text())
data = open_data(Path(project) / "data", experiment)
draws = torch.tensor([[[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]], [[0.5, 0.5, 0.0], [0.3, 0.3, 0.4]]])
schedules = [
    {"kind": "constant"},
    {"kind": "step", "everyEpochs": 2, "factor": 0.5},
    {"kind": "multi-step", "atEpochs": [1, 3], "factor": 0.1},
    {"kind": "cosine", "finalFraction": 0.1},
]
training = {"optimizer": {"learningRate": 0.01}, "warmupEpochs": 1.5, "epochs": 5}
mean, log_std = torch.tensor([0.5, -0.2, 0.0]), torch.tensor([-1.0, 0.3, -2.0])
priors = [
    {"kind": "gaussian", "std": 0.7},
    {"kind": "rescaled-gaussian", "scale": 0.8},
    {"kind": "uniform"},
    {"kind": "quiet", "stdRatio": 0.5, "meanStd": 2.0},
]
weights = torch.tensor([0.4, -0.9, 0.1])
unlikely = torch.tensor([[-40.0, -2.0], [-41.0, -1.0]])
alone = SimpleNamespace(all_samples=2, log_sum_exp_over_samples=lambda own: own)
objectives = [{"objective": "pooled", "reduction": reduction} for reduction in ("exact", "averaged")]
network = build_network(experiment, data.task)
picture = int(data.test[0])
result = {
    "divergences": [analytical_kl(prior, mean, log_std, 12).item() for prior in priors],
    "densities": [
        Quiet(0.5, 2.0).prior_log_prob(weights, mean).sum().item(),
        StudentT(3, 0.5).prior_log_prob(weights).sum().item(),
    ],
    "pooled": [data_term(unlikely, inference, alone)[1].item() for inference in objectives],
    "twice": draw(network, lambda _: data.inputs([picture, picture]), 5, "test", 0, range(2))[0].tolist(),
    "shares": [len(part) for part in split_evenly(16, 3)],
    "seeds": [int(word) for word in seed_pair(2147483647, "augmentation", 3, 1796, 2)],
    "shuffled": shuffled(1000, 12, "order", 4).tolist(),
    "train": data.train.tolist(),
    "validation": data.validation.tolist(),
    "order": data.epoch_order(2).tolist(),
    "mean": data.mean.tolist(),
    "std": data.std.tolist(),
    "inputs": data.inputs(data.train[:3]).flatten().tolist(),
    "augmented": data.augmented(data.train[:20], 3, 1).flatten().tolist(),
    "rates": [
        [learning_rate_at(step, 4, {**training, "schedule": schedule}) for step in range(1, 21)]
        for schedule in schedules
    ],
    "scores": scores_of(draws.log().logsumexp(0) - math.log(len(draws)), entropy(draws).mean(0), torch.tensor([0, 2])),
}
Path(output).write_text(json.dumps(result))
