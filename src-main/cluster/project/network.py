"""The experiment's network in torch_blue, with Parasample's names, start, divergence from the prior and draws."""

import math

import torch
from torch_blue.vi import VIModule

from layers import LayerMaker, LocalLinear, fan_in_of, gaussians, is_bayesian, make_point_estimates
from networks import NETWORKS
from noise import stream_seed
from prior import analytical_kl, prior_start


def build_network(experiment, task):
    """The network, fitted to its data, with its first weights: the same in every process."""
    model, inference = experiment["model"], experiment["inference"]
    kind = drawn_whole(NETWORKS[model["kind"]])
    network = kind(model, LayerMaker(inference), task["inputShape"], output_shape(task))
    make_point_estimates(network, inference)
    # Of the outermost module alone, which then collects no log probabilities. Its layers keep theirs on: without them
    # they would draw outputs per item, and the items would no longer see one network.
    network._return_log_probs = inference["kl"] == "monte-carlo"
    start(network, inference, experiment["seed"])
    return network


def drawn_whole(network):
    """A class of networks that draws the weights of all its layers at each call, as torch_blue's outermost module does."""

    class Drawn(network, VIModule):
        pass

    return Drawn


def output_shape(task):
    """The shape of what the network says of one item: logits, or values as the targets lie."""
    return [len(task["classNames"])] if task["kind"] == "classification" else task["targetShape"]


@torch.no_grad()
def start(network, inference, run_seed):
    """Means uniform in +-1/sqrt(fan_in) and one standard deviation for all weights of a layer, or at the prior."""
    torch.manual_seed(stream_seed(run_seed, "initialisation", 0, 0))
    for layer in network.modules():
        if is_bayesian(layer):
            _start_gaussians(layer, inference)
        elif isinstance(layer, (torch.nn.Linear, torch.nn.Conv2d)):
            bound = 1 / math.sqrt(fan_in_of(layer.weight))
            for values in layer.parameters():
                values.uniform_(-bound, bound)


def _start_gaussians(layer, inference):
    fan_in = fan_in_of(layer._weight_mean)
    bound = 1 / math.sqrt(fan_in)
    for _, mean, log_std in gaussians(layer):
        if inference["initialisation"] == "prior":
            first, std = prior_start(inference["prior"], mean, fan_in)
            mean.copy_(first)
            log_std.copy_(std.log())
        else:
            mean.uniform_(-bound, bound)
            log_std.fill_(math.log(inference["posteriorStd"]) + math.log(bound + 1e-5))


def divergence(network, prior):
    """KL(q || p) in nats, in closed form."""
    parts = [
        analytical_kl(prior, mean, log_std, fan_in_of(layer._weight_mean))
        for layer in network.modules()
        if is_bayesian(layer)
        for _, mean, log_std in gaussians(layer)
    ]
    return torch.stack(parts).sum()


def draw(network, inputs_of, run_seed, purpose, step, samples, place=None):
    """
    Outputs [samples, items, ...] of the named weight samples, and log q(w) - log p(w) of each where the KL divergence is
    estimated. One sample after the other, each from its own stream.

    inputs_of: what a sample sees, by its number
    place: (items of the whole batch, the first of these among them) while training
    """
    for layer in network.modules():
        if isinstance(layer, LocalLinear):
            layer.place = place
    outputs, divergences = [], []
    for sample in samples:
        torch.manual_seed(stream_seed(run_seed, purpose, step, sample))
        output = network(inputs_of(sample), samples=1)
        if output.log_probs is not None:
            log_prior, log_posterior = output.log_probs.reshape(2)
            divergences.append(log_posterior - log_prior)
        outputs.append(output.as_subclass(torch.Tensor).float())
    return torch.cat(outputs), divergences
