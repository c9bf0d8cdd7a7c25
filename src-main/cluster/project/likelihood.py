"""How targets are distributed around the network's outputs."""

import math

import torch

LOG_TWO_PI = math.log(2 * math.pi)


class Categorical(torch.nn.Module):
    """One class of several, by softmax of the logits."""

    fit_name = "train.accuracy"

    def log_likelihood(self, logits, labels):
        """[samples, items], in nats; logits: [samples, items, classes]"""
        chosen = labels.expand(logits.shape[0], -1).unsqueeze(-1)
        return logits.log_softmax(-1).gather(-1, chosen).squeeze(-1)

    def fit(self, logits, labels):
        """Accuracy of single draws."""
        return (logits.argmax(-1) == labels).float().mean()


class Gaussian(torch.nn.Module):
    """
    Values with Gaussian noise, in units of the standardised targets: fixed, or learned with the weights, one standard
    deviation for all targets or one each. NaN marks a target that is not known.
    """

    fit_name = "train.mse"

    def __init__(self, noise, targets):
        super().__init__()
        noises = targets if noise.get("perTarget", False) else 1
        log_std = torch.full([noises], math.log(noise["std"]))
        if noise["kind"] == "learned":
            self.log_std = torch.nn.Parameter(log_std)
        else:
            self.register_buffer("log_std", log_std, persistent=False)

    @property
    def std(self):
        """Standard deviations of the noise, [1 or targets]."""
        return self.log_std.detach().exp().double()

    def log_likelihood(self, outputs, targets):
        """[samples, items], in nats, summed over an item's targets; outputs: [samples, items, ...]"""
        residuals, present = _compare(outputs, targets)
        terms = -0.5 * ((residuals / self.log_std.exp()) ** 2 + 2 * self.log_std + LOG_TWO_PI)
        return (terms * present).flatten(2).sum(-1)

    def fit(self, outputs, targets):
        """Mean squared error of single draws."""
        residuals, present = _compare(outputs, targets)
        return (residuals**2).sum() / (present.sum() * outputs.shape[0])


def likelihood_of(task, noise):
    """The likelihood that fits a task."""
    return Categorical() if task["kind"] == "classification" else Gaussian(noise, len(task["targetNames"]))


def _compare(outputs, targets):
    present = ~targets.isnan()
    return (outputs - targets.nan_to_num()) * present, present
