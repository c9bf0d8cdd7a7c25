"""The experiment's network in torch_blue, with Parasample's names, start and divergence from the prior."""

import math

import torch
from torch_blue.vi import VIConv2d, VILinear, VIModule
from torch_blue.vi.distributions import MeanFieldNormal

from noise import stream_seed


def prior_arguments(prior):
    """torch_blue's form of a prior."""
    if prior["kind"] == "gaussian":
        return {"prior": MeanFieldNormal(std=prior["std"])}
    return {"prior": MeanFieldNormal(), "rescale_prior": True}


class Network(VIModule):
    """3 x 3 convolutions with 2 x 2 pooling where the model has any, then dense layers; its outputs are logits."""

    def __init__(self, model, prior, image_shape, classes):
        super().__init__()
        height, width, image_channels = image_shape
        channels = [image_channels, *(model["channels"] if model["kind"] == "cnn" else [])]
        shrink = 2 ** (len(channels) - 1)
        features = (height // shrink) * (width // shrink) * channels[-1]
        sizes = [features, *model["hidden"], classes]
        arguments = prior_arguments(prior)
        self.activate = getattr(torch.nn.functional, model["activation"])
        self.convolutions = torch.nn.ModuleList(
            VIConv2d(a, b, 3, padding=1, **arguments) for a, b in zip(channels, channels[1:])
        )
        self.layers = torch.nn.ModuleList(VILinear(a, b, **arguments) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        """Logits of normalised pictures, [items, channels, height, width]."""
        for convolution in self.convolutions:
            x = torch.nn.functional.max_pool2d(self.activate(convolution(x)), 2)
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = self.activate(layer(x))
        return self.layers[-1](x)


def layers_of(network):
    """Every layer with weights, and the number of inputs that feed one of its outputs."""
    for layer in [*network.convolutions, *network.layers]:
        yield layer, math.prod(layer._weight_mean.shape[1:])


@torch.no_grad()
def start(network, inference, run_seed):
    """
    Means uniform in +-1/sqrt(fan_in) and one standard deviation for all weights of a layer, or at the prior. The same
    in every process.
    """
    torch.manual_seed(stream_seed(run_seed, "initialisation", 0, 0))
    for layer, fan_in in layers_of(network):
        bound = 1 / math.sqrt(fan_in)
        for variable in ("weight", "bias"):
            mean, log_std = layer.get_variational_parameters(variable)
            if inference["initialisation"] == "prior":
                mean.zero_()
                log_std.fill_(math.log(prior_std(inference["prior"], fan_in)))
            else:
                mean.uniform_(-bound, bound)
                log_std.fill_(math.log(inference["posteriorStd"]) + math.log(bound + 1e-5))


def prior_std(prior, fan_in):
    """Standard deviation of the prior of a layer's weights."""
    return prior["std"] if prior["kind"] == "gaussian" else 1 / math.sqrt(3 * fan_in) + 1e-5


def analytical_kl(network, prior):
    """KL(q || p) in nats: 0.5 sum[log(sp^2/sq^2) + (mq^2 + sq^2)/sp^2 - 1], exact, so that it does not vary with draws."""
    total = 0.0
    for layer, fan_in in layers_of(network):
        std = prior_std(prior, fan_in)
        for variable in ("weight", "bias"):
            mean, log_std = layer.get_variational_parameters(variable)
            ratio = 2 * (log_std - math.log(std))
            total = total + 0.5 * (ratio.exp() + (mean / std) ** 2 - 1 - ratio).sum()
    return total


def draw(network, inputs, run_seed, purpose, step, samples):
    """
    Logits [samples, items, classes] of the named weight samples, and log q(w) - log p(w) of each.

    One sample after the other, each from its own stream. torch_blue's log probabilities stay on: without them its layers
    would draw outputs per item, and the items would no longer see one network.
    """
    logits, divergences = [], []
    for sample in samples:
        torch.manual_seed(stream_seed(run_seed, purpose, step, sample))
        output = network(inputs, samples=1)
        log_prior, log_posterior = output.log_probs.reshape(2)
        logits.append(output.as_subclass(torch.Tensor))
        divergences.append(log_posterior - log_prior)
    return torch.cat(logits), torch.stack(divergences)
