"""What is believed of the weights before the data: torch_blue's priors, and their divergences in closed form."""

import math

import torch
from torch_blue.vi.distributions import MeanFieldNormal, Prior, UniformPrior

# Keeps the spread of a weight whose mean is 0 above 0.
LEAST_VARIANCE = 1e-10
LOG_TWO_PI = math.log(2 * math.pi)


class StudentT(Prior):
    """Student's t distribution around 0, which torch_blue has as a posterior alone."""

    distribution_parameters = ("loc",)
    _scaling_parameters = ()
    loc = 0.0

    def __init__(self, degrees_of_freedom, scale):
        super().__init__()
        self.degrees_of_freedom, self.scale = float(degrees_of_freedom), scale

    def log_prob(self, sample, parameters):
        """log p of every value, in nats."""
        nu = self.degrees_of_freedom
        constant = math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2) - 0.5 * math.log(math.pi * nu) - math.log(self.scale)
        return constant - 0.5 * (nu + 1) * torch.log1p(sample**2 / (nu * self.scale**2))


class Quiet(Prior):
    """
    Spread tied to size: a weight with posterior mean m is believed to be N(m, (std_ratio * m)^2), and m itself
    N(0, mean_std^2).
    """

    distribution_parameters = ("mean",)
    _required_parameters = ("mean",)
    _scaling_parameters = ()

    def __init__(self, std_ratio, mean_std):
        super().__init__()
        self.std_ratio, self.mean_variance = std_ratio, mean_std**2 + LEAST_VARIANCE

    def prior_log_prob(self, sample, mean):
        """log p of every value, in nats. Layers hand over the mean itself; torch_blue's own prior expects a tuple of it."""
        return self.log_prob(sample, (mean,))

    def log_prob(self, sample, parameters):
        """log p of every value, in nats."""
        (mean,) = parameters
        return self.expected_log_prob((sample - mean) ** 2, mean)

    def expected_log_prob(self, squared_distance, mean):
        """log p for a mean squared distance of the weights from their own means."""
        variance = (self.std_ratio * mean) ** 2 + LEAST_VARIANCE
        of_weight = squared_distance / variance + variance.log()
        of_mean = mean**2 / self.mean_variance + math.log(self.mean_variance) + 2 * LOG_TWO_PI
        return -0.5 * (of_weight + of_mean)


def torch_blue_arguments(prior):
    """How torch_blue's layers are told of a prior."""
    kind = prior["kind"]
    if kind == "gaussian":
        return {"prior": MeanFieldNormal(std=prior["std"])}
    if kind == "rescaled-gaussian":
        # torch_blue divides by sqrt(3 fan_in).
        return {"prior": MeanFieldNormal(std=math.sqrt(3) * prior["scale"]), "rescale_prior": True}
    if kind == "uniform":
        return {"prior": UniformPrior()}
    if kind == "student-t":
        return {"prior": StudentT(prior["degreesOfFreedom"], prior["scale"])}
    return {"prior": Quiet(prior["stdRatio"], prior["meanStd"])}


def analytical_kl(prior, mean, log_std, fan_in):
    """KL(q || p) of one tensor of weights in nats, exact, so that it does not vary with the draws."""
    kind = prior["kind"]
    if kind == "uniform":
        return -_entropy(log_std)
    if kind == "quiet":
        quiet = Quiet(prior["stdRatio"], prior["meanStd"])
        return -_entropy(log_std) - quiet.expected_log_prob((2 * log_std).exp(), mean).sum()
    std = _gaussian_std(prior, fan_in)
    ratio = 2 * (log_std - math.log(std))
    return 0.5 * (ratio.exp() + (mean / std) ** 2 - 1 - ratio).sum()


def prior_start(prior, mean, fan_in):
    """A mean and a standard deviation of every weight from which a posterior may start, drawn from the prior."""
    if prior["kind"] == "quiet":
        start = torch.randn_like(mean) * prior["meanStd"]
        return start, prior["stdRatio"] * start.abs() + math.sqrt(LEAST_VARIANCE)
    return torch.zeros_like(mean), torch.full_like(mean, _gaussian_std(prior, fan_in))


def _gaussian_std(prior, fan_in):
    if prior["kind"] == "gaussian":
        return prior["std"]
    return math.sqrt(3) * prior["scale"] * (1 / math.sqrt(3 * fan_in) + 1e-5)


def _entropy(log_std):
    return log_std.sum() + 0.5 * (1 + LOG_TWO_PI) * log_std.numel()
