"""
`python gaussian_predictive.py GIVEN OUTPUT`: torch_blue's Gaussian predictive distribution of `outputs` [samples, items,
targets]: the mean over items of the negative log density of `targets`, and its gradient.
"""

import sys

import torch
from safetensors.torch import load_file, save_file
from torch_blue.vi.distributions import MeanFieldNormal
from torch_blue.vi.utils import use_norm_constants

given_path, output = sys.argv[1:]
given = load_file(given_path)
use_norm_constants(True)
outputs = given["outputs"].requires_grad_()
density = MeanFieldNormal().log_prob_from_samples(given["targets"], outputs)
nll = -density.sum(-1).mean()
nll.backward()
save_file({"nll": nll.detach().reshape(1), "gradient": outputs.grad}, output)
