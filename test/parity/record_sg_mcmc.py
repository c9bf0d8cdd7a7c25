"""Steps of SGLD and SGHMC by posteriors with given gradients and noise, for test/src-workers/train/chain-schedule.test.ts.

    pip install posteriors torch
    python test/parity/record_sg_mcmc.py > test/parity/fixtures/sg-mcmc.json
"""

import json
from importlib.metadata import version

import numpy
import posteriors
import torch

torch.set_default_dtype(torch.float64)
generator = numpy.random.default_rng(15)
weights, steps = 4, 12
start = generator.standard_normal(weights).round(3)
# Of the energy of all items, and standard normal.
gradients = (40 * generator.standard_normal((steps, weights))).round(2)
noise = generator.standard_normal((steps, weights)).round(3)

given = iter(())
torch.randn_like = lambda like, **_: torch.tensor(next(given))


def walk(sampler, state, **settings):
    """Parameters after each step."""
    global given
    given = iter(noise)
    places = []
    for gradient in gradients:

        def log_posterior(parameters, _batch, gradient=gradient):
            return -(torch.tensor(gradient) * parameters).sum(), torch.tensor([])

        state, _ = sampler.update(state, None, log_posterior, **settings)
        places.append(state.params.tolist())
    return places, state


temperature = 0.7
# Step sizes over all items.
cosine = [0.004 / 2 * (numpy.cos(numpy.pi * step / steps) + 1) for step in range(steps)]
langevin, _ = walk(
    posteriors.sgmcmc.sgld,
    posteriors.sgmcmc.sgld.init(torch.tensor(start)),
    lr=lambda step: cosine[int(step)],
    temperature=temperature,
)

friction, size = 0.2, 0.004
# Its velocity is lr times its momentum, with lr^2 the size and lr * alpha the friction; parameters move before momenta, so that
# they are one step behind.
lr = size**0.5
hamiltonian, last = walk(
    posteriors.sgmcmc.sghmc,
    posteriors.sgmcmc.sghmc.init(torch.tensor(start), momenta=0.0),
    lr=lr,
    alpha=friction / lr,
    temperature=temperature,
)
after_last = (last.params + lr * last.momenta).tolist()

print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("posteriors", "torch")},
            "start": start.tolist(),
            "gradients": gradients.tolist(),
            "noise": noise.tolist(),
            "temperature": temperature,
            "sgld": {"sizes": cosine, "places": langevin},
            "sghmc": {"size": size, "friction": friction, "places": [*hamiltonian[1:], after_last]},
        }
    )
)
