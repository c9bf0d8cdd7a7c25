"""Reads the cases that parity-case.ts writes, and names the variables of a VISequential as Parasample does."""

import json

import torch
from safetensors import safe_open
from torch_blue.vi import VIConv2d, VILinear, VISequential

from given_noise import GivenNoise


def read_case(path):
    """Tensors and facts of a case."""
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, json.loads(file.metadata()["case"])


def noise_of(tensors):
    return {name[len("noise/") :]: values for name, values in tensors.items() if name.startswith("noise/")}


def sequence_of(case):
    """The network as somebody would write it who has never heard of Parasample."""
    activation = {"relu": torch.nn.ReLU, "gelu": torch.nn.GELU, "tanh": torch.nn.Tanh}[case["activation"]]
    modules = []
    for a, b in zip(case["channels"], case["channels"][1:]):
        modules += [
            VIConv2d(a, b, 3, padding=1, variational_distribution=GivenNoise()),
            activation(),
            torch.nn.MaxPool2d(2),
        ]
    modules.append(torch.nn.Flatten())
    for a, b in zip(case["sizes"], case["sizes"][1:]):
        modules += [VILinear(a, b, variational_distribution=GivenNoise()), activation()]
    return VISequential(*modules[:-1])
