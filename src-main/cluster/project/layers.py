"""The layers that networks are made of, as the experiment's inference wants them."""

import math
from fnmatch import fnmatchcase

import torch
from torch.nn import functional
from torch_blue.vi import VIConv2d, VILinear, VIModule

from prior import torch_blue_arguments

# Keeps the gradient of the square root finite where an item's inputs are all zero.
LEAST_VARIANCE = 1e-12


class LocalLinear(VILinear):
    """
    Local reparameterisation (Kingma, Salimans and Welling, arXiv 1506.02557): while training, outputs are drawn instead
    of weights, with noise of their own for every item. Dense layers over tokens draw weights as ever, and so does
    every layer while `place` is not set.
    """

    # Items of the whole batch, and which of them is the first here: noise belongs to an item's place in the batch.
    place = None

    def forward(self, x):
        """x: [items, in]"""
        if self.place is None or x.dim() != 2:
            return super().forward(x)
        batch_items, first = self.place
        (mean, variance), (bias_mean, bias_variance) = (self._moments(variable) for variable in ("weight", "bias"))
        outputs = functional.linear(x, mean, bias_mean)
        spread = functional.linear(x**2, variance, bias_variance) + LEAST_VARIANCE
        noise = torch.randn(batch_items, self.out_features, device=x.device)[first : first + len(x)]
        return outputs + spread.sqrt() * noise

    def _moments(self, variable):
        if self.variational_distribution[variable] is None:
            return None, None
        mean, log_std = self.get_variational_parameters(variable)
        return mean, (2 * log_std).exp()


class LayerMaker:
    """Makes Bayesian layers with the experiment's prior."""

    def __init__(self, inference):
        self._linear = LocalLinear if inference["localReparameterisation"] else VILinear
        self._arguments = torch_blue_arguments(inference["prior"])

    def linear(self, inputs, outputs, bias=True):
        """A dense layer."""
        return self._linear(inputs, outputs, bias=bias, **self._arguments)

    def convolution(self, inputs, outputs):
        """A 3 x 3 convolution that keeps height and width."""
        return VIConv2d(inputs, outputs, 3, padding=1, **self._arguments)

    def drop(self, units):
        """Where Monte Carlo dropout would drop units."""
        return torch.nn.Identity()


def make_point_estimates(network, inference):
    """Puts PyTorch's own layers in place of those that are to have no distribution."""
    layers = [(path, layer) for path, layer in network.named_modules() if is_bayesian(layer)]
    last = [path for path, layer in layers if isinstance(layer, VILinear)][-1]
    only, points = inference["bayesianLayers"], inference["pointEstimateLayers"]
    for path, layer in layers:
        if is_selected(path, points, last) or (only and not is_selected(path, only, last)):
            parent, _, name = path.rpartition(".")
            setattr(network.get_submodule(parent), name, _without_distribution(layer))


def is_selected(path, patterns, last):
    """Whether a layer is named: by "last", its name, its first parts at a dot, or a pattern of such."""
    names = [last if pattern == "last" else pattern for pattern in patterns]
    return any(fnmatchcase(path, name) or fnmatchcase(path, f"{name}.*") for name in names)


def is_bayesian(layer):
    """Whether a module holds weights with a distribution itself."""
    return isinstance(layer, VIModule) and layer.random_variables is not None


def gaussians(layer):
    """Variable, mean and log standard deviation of each of a Bayesian layer's tensors."""
    for variable, distribution in layer.variational_distribution.items():
        if distribution is not None:
            yield variable, *layer.get_variational_parameters(variable)


def fan_in_of(weight):
    """The number of inputs that feed one output. weight: [out, in, ...]"""
    return math.prod(weight.shape[1:])


def _without_distribution(layer):
    if isinstance(layer, VIConv2d):
        return torch.nn.Conv2d(layer.in_channels, layer.out_channels, 3, padding=1)
    has_bias = layer.variational_distribution["bias"] is not None
    return torch.nn.Linear(layer.in_features, layer.out_features, bias=has_bias)
