"""
`python write_state_dict.py CASE FOLDER`: a torch_blue network of the case's sizes with weights of its own, saved as
`state-dict.safetensors` and `state-dict.pt`, and what it predicts from the case's images and noise.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch_blue.vi.distributions import Categorical

from given_noise import sampled_forward, variables_of
from network_of_case import noise_of, read_case, sequence_of

torch.manual_seed(3)
tensors, case = read_case(sys.argv[1])
folder = Path(sys.argv[2])
network = sequence_of(case)
save_file(network.state_dict(), folder / "state-dict.safetensors")
torch.save(network.state_dict(), folder / "state-dict.pt")

ours = noise_of(tensors)
# The case lists its noise sorted by name: convolutions before dense layers, and of each layer the bias first.
layers = sorted({name.rsplit(".", 1)[0] for name in ours})
modules = list(dict.fromkeys(name.rsplit(".", 1)[0] for name, _, _ in variables_of(network)))
noise = {f"{module}.{v}": ours[f"{layer}.{v}"] for module, layer in zip(modules, layers) for v in ("weight", "bias")}
with torch.no_grad():
    (probabilities,) = Categorical().predictive_parameters_from_samples(
        sampled_forward(network, tensors["images"], noise)
    )
save_file(
    {"probabilities": probabilities.as_subclass(torch.Tensor).contiguous()}, folder / "predictions.safetensors"
)
