"""
Records what torch_blue itself computes for one case: `python record_golden.py INPUTS OUTPUT`.

INPUTS (safetensors, in torch_blue's names and shapes; parity-case.ts writes it): the state_dict under `state/`, the
noise of every weight tensor under `noise/` with the samples in front, `images`, `labels`; the network, the number of
training items, heat and priors as JSON in the metadata. OUTPUT: the same and torch_blue's results, float32.
"""

import json
import math
import sys

import torch
from safetensors.torch import save_file
from torch_blue.vi import AnalyticalKullbackLeiblerLoss, KullbackLeiblerLoss, VIConv2d, VILinear, VIModule
from torch_blue.vi.distributions import BasicQuietPrior, Categorical, MeanFieldNormal, MeanFieldStudentT, UniformPrior
from torch_blue.vi.utils import use_norm_constants

from given_noise import GivenNoise, sampled_forward, variables_of
from network_of_case import noise_of, read_case

# Log densities with all their constants; the differences that losses need come out the same.
use_norm_constants(True)


class Network(VIModule):
    """Convolution blocks and dense layers as torch_blue's own modules, named as Parasample names them."""

    def __init__(self, channels, sizes, activation, **settings):
        super().__init__()
        settings["variational_distribution"] = GivenNoise()
        self.convolutions = torch.nn.ModuleList(
            VIConv2d(a, b, 3, padding=1, **settings) for a, b in zip(channels, channels[1:])
        )
        self.layers = torch.nn.ModuleList(VILinear(a, b, **settings) for a, b in zip(sizes, sizes[1:]))
        self.activate = getattr(torch.nn.functional, activation)

    def forward(self, x):
        for convolution in self.convolutions:
            x = torch.nn.functional.max_pool2d(self.activate(convolution(x)), 2)
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = self.activate(layer(x))
        return self.layers[-1](x)


def gradients(network, value, name):
    """Of a scalar, for every mean and log_std; zero where it does not depend on one."""
    network.zero_grad()
    value.backward(retain_graph=True)
    return {
        f"{name}.gradient/{parameter}": torch.zeros_like(values) if values.grad is None else values.grad.clone()
        for parameter, values in network.named_parameters()
    }


def record_losses(network, inputs, case):
    """The data term's two forms with torch_blue's predictive distribution and its analytical divergence."""
    labels = inputs["labels"].long()
    logits = sampled_forward(network, inputs["images"], inputs["noise"])
    # Epsilon 0: the exact logarithm. One sample at a time gives the mean of log-likelihoods, all at once their pooling.
    categorical = Categorical(eps=0.0)
    loss = AnalyticalKullbackLeiblerLoss(network, categorical, dataset_size=case["trainItems"], heat=case["heat"])
    elbo = torch.stack([loss(logits[s : s + 1], labels) for s in range(len(logits))]).mean()
    pooled = loss(logits, labels)
    (probabilities,) = categorical.predictive_parameters_from_samples(logits)
    network.return_log_probs = True
    return {
        "logits": logits.detach(),
        "probabilities": probabilities.detach(),
        "kl": loss.prior_matching().detach(),
        "elbo": elbo.detach(),
        "pooled": pooled.detach(),
        **gradients(network, elbo, "elbo"),
        **gradients(network, pooled, "pooled"),
    }


def prior_of(settings):
    """torch_blue's distribution for a prior; of Student's t it has the density, though not in the role of a prior."""
    kind = settings["kind"]
    if kind in ("gaussian", "rescaled-gaussian"):
        return MeanFieldNormal(std=settings.get("std", 1.0))
    if kind == "uniform":
        return UniformPrior()
    if kind == "quiet":
        return BasicQuietPrior(std_ratio=settings["stdRatio"], mean_std=settings["meanStd"])
    return MeanFieldStudentT(degrees_of_freedom=settings["degreesOfFreedom"])


def log_prior(settings, weight, mean, fan_in):
    """Of one draw of one weight tensor, by torch_blue's own density."""
    prior = prior_of(settings)
    if settings["kind"] == "rescaled-gaussian":
        prior.kaiming_rescale(fan_in)
    if settings["kind"] == "student-t":
        return prior.log_prob(weight, (torch.tensor(0.0), torch.tensor(math.log(settings["scale"])))).sum()
    # torch_blue 1.1 hands the mean over without the tuple around it, so its modules cannot use the quiet prior.
    return prior.prior_log_prob(weight, (mean,) if settings["kind"] == "quiet" else ()).sum()


def record_prior(network, inputs, settings):
    """The Monte Carlo divergence of one prior, from given draws."""
    samples = len(next(iter(inputs["noise"].values())))
    terms = []
    for name, module, variable in variables_of(network):
        parameters = module.get_variational_parameters(variable)
        distribution = module.variational_distribution[variable]
        fan_in = module._calculate_fan_in()
        for sample in range(samples):
            distribution.noise = inputs["noise"][name][sample]
            weight = distribution.sample(parameters)
            log_posterior = distribution.variational_log_prob(weight, parameters).sum()
            terms.append(log_posterior - log_prior(settings, weight, parameters[0], fan_in))
    divergence = torch.stack(terms).sum() / samples
    name = f"monte-carlo.{settings['kind']}"
    return {name: divergence.detach(), **gradients(network, divergence, name)}


def record_analytical(network_with, settings):
    """The divergence in closed form, where torch_blue has one."""
    if settings["kind"] not in ("gaussian", "rescaled-gaussian", "uniform"):
        return {}
    network = network_with(prior=prior_of(settings), rescale_prior=settings["kind"] == "rescaled-gaussian")
    divergence = AnalyticalKullbackLeiblerLoss(network, Categorical(), dataset_size=1).prior_matching()
    name = f"analytical.{settings['kind']}"
    return {name: divergence.detach(), **gradients(network, divergence, name)}


def check_own_loss(network, inputs, case, recorded):
    """torch_blue's sampled loss must agree with the parts recorded above, or they would not be torch_blue's."""
    logits = sampled_forward(network, inputs["images"], inputs["noise"])
    loss = KullbackLeiblerLoss(Categorical(eps=0.0), dataset_size=case["trainItems"], heat=case["heat"])
    total = loss(logits, inputs["labels"].long())
    data_term = recorded["pooled"] - case["heat"] * recorded["kl"]
    torch.testing.assert_close(
        total.as_subclass(torch.Tensor), data_term + case["heat"] * recorded["monte-carlo.gaussian"], rtol=1e-4, atol=0
    )


def main(inputs_path, output_path):
    tensors, case = read_case(inputs_path)
    inputs = {"images": tensors["images"], "labels": tensors["labels"], "noise": noise_of(tensors)}
    state = {name[len("state/") :]: values for name, values in tensors.items() if name.startswith("state/")}

    def network_with(**settings):
        network = Network(case["channels"], case["sizes"], case["activation"], **settings)
        network.load_state_dict(state, strict=True)
        return network

    network = network_with(prior=prior_of(case["priors"][0]))
    recorded = record_losses(network, inputs, case)
    for settings in case["priors"]:
        recorded.update(record_prior(network, inputs, settings))
        recorded.update(record_analytical(network_with, settings))
    check_own_loss(network, inputs, case, recorded)
    output = {name: values.as_subclass(torch.Tensor).float().contiguous() for name, values in recorded.items()}
    given = {name: values for name, values in tensors.items() if name != "pixels"}
    save_file({**given, **output}, output_path, metadata={"case": json.dumps(case)})


if __name__ == "__main__":
    main(*sys.argv[1:])
