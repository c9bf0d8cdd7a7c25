"""
Writes networks with several outputs as PyTorch's exporters do, with the sum of PyTorch's own losses, one for each head, and its
gradient for every parameter: `python write_several_outputs.py FOLDER`, with torch, onnx, onnxscript and onnxruntime.
"""

import json
import sys
from pathlib import Path

import numpy
import torch
from torch import nn
from torch.nn import functional

from write_onnx_networks import export, in_our_layout


class OfPictures(nn.Module):
    """A trunk of convolutions; what is predicted branches off at different depths, and its outputs stand in no head's order."""

    names = ["log_variance", "visits", "logits", "price"]

    def __init__(self):
        super().__init__()
        self.stem, self.body = nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 6, 3, stride=2, padding=1)
        self.norm, self.trunk = nn.GroupNorm(2, 6), nn.Linear(6, 8)
        self.early = nn.Linear(4, 1)
        self.kind = nn.Sequential(nn.Linear(8, 5), nn.ReLU(), nn.Linear(5, 3))
        self.price, self.log_variance = nn.Linear(8, 1), nn.Linear(14, 1)

    def forward(self, x):
        x = torch.relu(self.stem(x))
        visits = self.early(x.mean((2, 3)))
        pooled = self.norm(self.body(x)).amax((2, 3))
        trunk = torch.tanh(self.trunk(pooled))
        # One output looks at another's neighbours.
        return self.log_variance(torch.cat([trunk, pooled], 1)), visits, self.kind(trunk), self.price(trunk)


class OfRows(nn.Module):
    """A class, a value and three quantiles of a row of a table, the last two out of one layer."""

    names = ["spread", "size", "kind"]

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.LayerNorm(7), nn.Linear(7, 6), nn.GELU())
        self.kind, self.sizes = nn.Linear(6, 2), nn.Linear(6, 4)

    def forward(self, x):
        x = self.trunk(x)
        sizes = self.sizes(x)
        return sizes[:, 1:], sizes[:, :1], self.kind(x)


def of_classes(logits, labels):
    return functional.cross_entropy(logits, labels.long(), reduction="none")


def of_values(mean, log_variance, value):
    """What the app's variance is at least is part of its likelihood."""
    variance = 1e-6 + log_variance[:, 0].exp()
    return functional.gaussian_nll_loss(mean[:, 0], value, variance, full=True, reduction="none", eps=1e-12)


def of_values_with_learned_noise(mean, log_std, value):
    return -torch.distributions.Normal(mean[:, 0], log_std.exp()).log_prob(value)


def of_counts(log_rate, unit, count):
    """Targets are counts in multiples of the unit, and so are rates."""
    loss = functional.poisson_nll_loss(log_rate[:, 0] + numpy.log(unit), count, reduction="none")
    return loss + torch.lgamma(count + 1)


def of_quantiles(quantiles, levels, scale, value):
    taus = torch.tensor(levels)
    distances = value[:, None] - quantiles
    losses = torch.maximum(taus * distances, (taus - 1) * distances)
    return -((taus * (1 - taus) / scale).log() - losses / scale).mean(1)


weights = {"kind": 1.0, "price": 0.5, "visits": 2.0, "size": 1.0, "spread": 1.5}
unit, levels, scale, learned_std = 2.0, [0.1, 0.5, 0.8], 0.2, 0.5
labels = torch.tensor([2.0, 0.0, 1.0])


def losses_of_pictures(outputs, _):
    log_variance, visits, logits, price = outputs
    value, counts = torch.tensor([0.5, -1.0, 0.3]), torch.tensor([3.0, 0.0, 8.0])
    losses = {"kind": of_classes(logits, labels), "price": of_values(price, log_variance, value), "visits": of_counts(visits, unit, counts)}
    return losses, torch.stack([labels, value, counts / unit], 1)


def losses_of_rows(outputs, log_std):
    quantiles, mean, kind = outputs
    classes, size, spread = labels.clamp(max=1), torch.tensor([1.2, -0.4, 0.1]), torch.tensor([0.4, 0.2, -0.9])
    losses = {
        "kind": of_classes(kind, classes),
        "size": of_values_with_learned_noise(mean, log_std, size),
        "spread": of_quantiles(quantiles, levels, scale, spread),
    }
    return losses, torch.stack([classes, size, spread], 1)


def record(network, inputs, losses_of):
    log_std = torch.tensor(numpy.log(learned_std), dtype=torch.float32, requires_grad=True)
    losses, targets = losses_of(network(inputs), log_std)
    total = sum(weights[name] * loss for name, loss in losses.items())
    total.sum().backward()
    gradients = {
        name: in_our_layout(name, network.get_submodule(name.rpartition(".")[0]), tensor.grad).flatten().tolist()
        for name, tensor in network.named_parameters()
    }
    learned = {} if log_std.grad is None else {"likelihood.size.log_std": [log_std.grad.item()]}
    return {
        "inputs": numpy.moveaxis(inputs.numpy(), 1, -1).flatten().tolist(),
        "targets": targets.tolist(),
        "losses": total.tolist(),
        "gradients": gradients,
        "ofLikelihoods": learned,
        "settings": {"weights": {name: weights[name] for name in losses}, "unit": unit, "levels": levels, "scale": scale, "std": learned_std},
    }


networks = {"pictures": (OfPictures, (1, 8, 8), losses_of_pictures), "rows": (OfRows, (5,), losses_of_rows)}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, shape, losses_of) in networks.items():
        for exporter in ("dynamo", "script"):
            torch.manual_seed(3)
            network = make().eval()
            inputs = torch.randn(3, *shape)
            file = folder / f"heads-{name}-{exporter}.onnx"
            export(network, inputs, str(file), exporter, make.names)
            network.zero_grad()
            (folder / f"heads-{name}-{exporter}.json").write_text(json.dumps(record(network, inputs, losses_of)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
