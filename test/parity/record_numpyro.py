"""Records what NumPyro's NUTS predicts with one small network: the fixture of numpyro-nuts.parity.ts.

    pip install "numpyro==0.22.0" "arviz<1" && python test/parity/record_numpyro.py

Priors as the app has them: N(0, 1) on every weight, half-normal of scale 1 on the deviation of the noise.
"""

import json
from pathlib import Path

import arviz
import jax
import numpy
import numpyro
from jax import numpy as jnp
from numpyro import distributions as dist
from numpyro.infer import MCMC, NUTS

ITEMS, HIDDEN, CHAINS, WARM_UP, DRAWS = 40, 6, 4, 500, 1500


def network(weights, inputs):
    hidden = jnp.tanh(inputs @ weights["layers.0.weight"] + weights["layers.0.bias"])
    return (hidden @ weights["layers.1.weight"] + weights["layers.1.bias"])[..., 0]


def model(inputs, targets):
    shapes = {
        "layers.0.weight": (inputs.shape[1], HIDDEN),
        "layers.0.bias": (HIDDEN,),
        "layers.1.weight": (HIDDEN, 1),
        "layers.1.bias": (1,),
    }
    weights = {name: numpyro.sample(name, dist.Normal(0, 1).expand(shape)) for name, shape in shapes.items()}
    noise = numpyro.sample("noise", dist.HalfNormal(1))
    numpyro.sample("targets", dist.Normal(network(weights, inputs), noise), obs=targets)


def data():
    """Two inputs with a gap between them, where doubt is large, and noise of 0.3."""
    generator = numpy.random.default_rng(5)
    inputs = generator.uniform(-2, 2, (ITEMS, 2))
    inputs[:, 0] += numpy.sign(inputs[:, 0]) * 0.5
    targets = numpy.sin(1.5 * inputs[:, 0]) + 0.5 * inputs[:, 1] + 0.3 * generator.standard_normal(ITEMS)
    targets = (targets - targets.mean()) / targets.std()
    line = numpy.linspace(-3, 3, 13)
    return inputs.round(4), targets.round(4), numpy.stack([line, 0.5 * line], 1).round(4)


def moments(chains):
    """Of one number [chains, draws]: mean, deviation, and how well both are known."""
    return {
        "mean": float(chains.mean()),
        "std": float(chains.std()),
        "meanError": float(arviz.mcse(chains, method="mean")),
        "stdError": float(arviz.mcse(chains, method="sd")),
        "rHat": float(arviz.rhat(chains, method="rank")),
    }


def main():
    inputs, targets, test_inputs = data()
    sampler = MCMC(
        NUTS(model),
        num_warmup=WARM_UP,
        num_samples=DRAWS,
        num_chains=CHAINS,
        chain_method="sequential",
        progress_bar=False,
    )
    sampler.run(jax.random.PRNGKey(1), inputs, targets)
    draws = sampler.get_samples(group_by_chain=True)
    predict = jax.vmap(jax.vmap(lambda weights: network(weights, test_inputs)))
    outputs = numpy.asarray(predict({name: draw for name, draw in draws.items() if name != "noise"}))
    record = {
        "numpyro": numpyro.__version__,
        "draws": CHAINS * DRAWS,
        "hidden": HIDDEN,
        "inputs": inputs.tolist(),
        "targets": targets.tolist(),
        "testInputs": test_inputs.tolist(),
        "outputs": [moments(outputs[..., item]) for item in range(len(test_inputs))],
        "noise": moments(numpy.asarray(draws["noise"])),
    }
    Path(__file__).with_name("fixtures").joinpath("numpyro-nuts.json").write_text(json.dumps(record))


if __name__ == "__main__":
    main()
