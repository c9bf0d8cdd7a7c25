"""
`python predict_exported.py FOLDER CASE OUTPUT`: loads an exported posterior with the `load.py` beside it, and predicts
the case's `pixels` with the case's noise.
"""

import sys

import torch
from safetensors.torch import save_file

from given_noise import GivenNoise, variables_of
from network_of_case import noise_of, read_case

folder, case_path, output = sys.argv[1:]
sys.path.insert(0, folder)
from load import load, predict  # noqa: E402

tensors, _ = read_case(case_path)
noise = noise_of(tensors)
network = load()
draws = []
for sample in range(len(next(iter(noise.values())))):
    for name, module, variable in variables_of(network):
        # torch_blue lists a layer's bias among its variables also where there is none.
        if name not in noise:
            continue
        module.variational_distribution[variable] = GivenNoise()
        module.variational_distribution[variable].noise = noise[name][sample]
    draws.append(predict(network, tensors["pixels"], samples=1))
probabilities = torch.stack(draws).mean(0).as_subclass(torch.Tensor)
save_file({"probabilities": probabilities.contiguous()}, output)
