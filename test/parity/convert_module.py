"""
Makes a module of PyTorch Bayesian by torch_blue's own conversion. `python convert_module.py export FOLDER` writes the module
as an ONNX file (net.onnx); `python convert_module.py record FOLDER` reads given.safetensors (the state_dict of the converted
module under `state/`, the noise of every weight tensor under `noise/` with the samples in front, `images` and `labels`) and
writes converted.safetensors: logits, the analytical ELBO and its gradients. With torch, torch_blue, onnx and onnxscript.
"""

import sys
import warnings
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch_blue.vi import AnalyticalKullbackLeiblerLoss, convert_to_vimodule
from torch_blue.vi.distributions import Categorical

from given_noise import GivenNoise, sampled_forward

warnings.filterwarnings("ignore")
TRAIN_ITEMS, HEAT = 50, 0.1


class Network(nn.Module):
    """A person's own: convolutions with a shortcut, a normalisation that stays a point, dense layers."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(2, 4, 3, padding=1)
        self.block = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 4, 1))
        self.norm = nn.LayerNorm(4)
        self.fc1, self.fc2 = nn.Linear(4, 6), nn.Linear(6, 3)

    def forward(self, x):
        x = torch.relu(self.stem(x))
        x = nn.functional.avg_pool2d(x + self.block(x), 2)
        x = self.norm(x.mean((2, 3)))
        return self.fc2(torch.tanh(self.fc1(x)))


def export(folder):
    torch.manual_seed(3)
    shapes = ({0: torch.export.Dim("items")},)
    options = {"dynamo": True, "dynamic_shapes": shapes, "external_data": False, "verbose": False}
    torch.onnx.export(Network().eval(), (torch.randn(4, 2, 6, 6),), str(folder / "net.onnx"), **options)


def given(tensors, kind):
    return {name.removeprefix(kind): values for name, values in tensors.items() if name.startswith(kind)}


def record(folder):
    tensors = load_file(folder / "given.safetensors")
    network = Network().eval()
    convert_to_vimodule(network, variational_distribution=GivenNoise())
    network.load_state_dict(given(tensors, "state/"))
    network.return_log_probs = True
    labels = tensors["labels"].long()
    logits = sampled_forward(network, tensors["images"], given(tensors, "noise/"))
    loss = AnalyticalKullbackLeiblerLoss(network, Categorical(eps=0.0), dataset_size=TRAIN_ITEMS, heat=HEAT)
    elbo = torch.stack([loss(logits[sample : sample + 1], labels) for sample in range(len(logits))]).mean()
    elbo.backward()
    gradients = {f"gradient/{name}": parameter.grad for name, parameter in network.named_parameters()}
    recorded = {"logits": logits.detach(), "elbo": elbo.detach().reshape(1), **gradients}
    plain = {name: values.as_subclass(torch.Tensor).contiguous().clone() for name, values in recorded.items()}
    save_file(plain, folder / "converted.safetensors")


if __name__ == "__main__":
    {"export": export, "record": record}[sys.argv[1]](Path(sys.argv[2]))
