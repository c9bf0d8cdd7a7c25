"""The data term of the objective, in nats per item, on this process's samples and items."""

import math

import torch


def data_term(log_likelihoods, inference, mesh):
    """
    What to differentiate, and the negative log-likelihood to report.

    `elbo` is the mean over samples of the log-likelihood. `pooled` is the log of the mean over samples: `averaged`
    takes each process's own mean, `exact` that of all samples of the step, wherever they were drawn.

    log_likelihoods: [samples, items]
    """
    if inference["objective"] == "elbo":
        nll = -log_likelihoods.mean()
        return nll, nll.detach()
    if inference["reduction"] == "averaged":
        nll = -(log_likelihoods.logsumexp(0) - math.log(len(log_likelihoods))).mean()
        return nll, nll.detach()
    return _pooled_exactly(log_likelihoods, mesh)


def _pooled_exactly(log_likelihoods, mesh):
    """
    d log(sum of p over samples) = sum of r * d log p with r = p / (sum of p): the r need the other processes' sums and
    nothing else, and are constants here. A sum over samples: the share of this process would average it, so it is
    scaled up by all samples over its own.
    """
    log_sums = mesh.log_sum_exp_over_samples(log_likelihoods.detach().logsumexp(0))
    responsibilities = torch.exp(log_likelihoods.detach() - log_sums)
    scale = mesh.all_samples / log_likelihoods.numel()
    nll = -(log_sums - math.log(mesh.all_samples)).mean()
    return -scale * (responsibilities * log_likelihoods).sum(), nll
