"""The divergence of a Gaussian of low rank plus a diagonal from a Gaussian prior, and its gradients, by PyTorch: the fixture of
test/src-workers/bayes/low-rank.test.ts.

    pip install torch
    python test/parity/record_low_rank.py > test/src-workers/bayes/fixtures/low-rank.json
"""

import json

import torch

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(3)
RANK = 3
SHAPES = {"weight": (2, 3), "bias": (3,)}
PRIOR_STDS = {"weight": 0.7, "bias": 1.3}


def normal(*shape):
    return torch.randn(shape, generator=generator).float().double()


def main():
    mean = {name: normal(*shape).requires_grad_() for name, shape in SHAPES.items()}
    log_std = {name: (normal(*shape) * 0.5 - 1).float().double().requires_grad_() for name, shape in SHAPES.items()}
    low_rank = {name: (normal(RANK, *shape) * 0.4).float().double().requires_grad_() for name, shape in SHAPES.items()}

    def together(parts):
        return torch.cat([parts[name].flatten() for name in SHAPES])

    directions = torch.cat([low_rank[name].flatten(1) for name in SHAPES], 1)
    posterior = torch.distributions.LowRankMultivariateNormal(
        together(mean), directions.T, (2 * together(log_std)).exp()
    )
    prior_stds = torch.cat([torch.full(shape, PRIOR_STDS[name]).flatten() for name, shape in SHAPES.items()])
    prior = torch.distributions.LowRankMultivariateNormal(
        torch.zeros(len(prior_stds)), torch.zeros(len(prior_stds), 1), prior_stds**2
    )
    divergence = torch.distributions.kl_divergence(posterior, prior)
    divergence.backward()
    groups = {"mean": mean, "log_std": log_std, "low_rank": low_rank}
    print(
        json.dumps(
            {
                "prior_stds": PRIOR_STDS,
                "divergence": divergence.item(),
                **{
                    name: {
                        part: {"shape": list(tensor.shape), "values": tensor.flatten().tolist(), "gradient": tensor.grad.flatten().tolist()}
                        for part, tensor in group.items()
                    }
                    for name, group in groups.items()
                },
            }
        )
    )


main()
