"""torch_blue's modules with noise that is given instead of drawn."""

import torch
from torch_blue.vi import VIModule
from torch_blue.vi.distributions import MeanFieldNormal
from torch_blue.vi.utils.vi_return import VIReturn


class GivenNoise(MeanFieldNormal):
    """A mean-field Gaussian whose next sample is mean + std * noise."""

    noise = None

    def sample(self, parameters):
        mean, log_std = parameters
        return mean + torch.exp(log_std) * self.noise


def variables_of(network):
    """Every random variable with its name as in `layers.0.weight`, its module and its name there."""
    for name, module in network.named_modules():
        if isinstance(module, VIModule) and module.random_variables is not None:
            for variable in module.random_variables:
                yield f"{name}.{variable}", module, variable


def sampled_forward(network, images, noise):
    """
    torch_blue's forward pass, one sample after the other, with its log probabilities.

    noise: for each random variable of the network, [samples, ...its shape]. Returns a VIReturn, [samples, items, out].
    """
    samples = len(next(iter(noise.values())))
    outputs = []
    for sample in range(samples):
        for name, module, variable in variables_of(network):
            module.variational_distribution[variable].noise = noise[name][sample]
        outputs.append(network(images, samples=1))
    log_probs = torch.stack([output.log_probs.reshape(2) for output in outputs])
    logits = torch.cat([output.as_subclass(torch.Tensor) for output in outputs])
    return VIReturn.from_tensor(logits, log_probs)
