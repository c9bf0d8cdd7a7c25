"""Records a step of blackjax's SVGD (PyPI, 1.7.1), and of repulsive ensembles by JAX's derivative: the fixture of particles.test.ts.

    pip install blackjax && python test/parity/record_particles.py
"""

import json
from pathlib import Path

import blackjax
import jax
import jax.numpy as jnp
import numpy
import optax
from blackjax.vi.svgd import median_heuristic, rbf_kernel

jax.config.update("jax_enable_x64", True)
WIDTH = 6


def of_count(particles):
    generator = numpy.random.default_rng(particles)
    start = jnp.asarray(generator.normal(size=(particles, WIDTH)).astype("float32").astype("float64"))
    curvature = jnp.asarray(generator.uniform(0.2, 3, size=WIDTH))
    mean = jnp.asarray(generator.normal(size=WIDTH))
    gradient = lambda x: -curvature * (x - mean)  # of a log density
    # A rate of 1 makes the step the direction itself.
    svgd = blackjax.svgd(gradient, optax.sgd(1.0))
    scale = median_heuristic({}, start)["length_scale"]
    moved = svgd.step(svgd.init(start, {"length_scale": scale})).particles
    log_density = lambda x: jnp.log(sum(rbf_kernel(x, other, scale) for other in start))
    density = -jax.vmap(gradient)(start) + jax.vmap(jax.grad(log_density))(start)
    return {
        "positions": start.tolist(),
        "gradients": (-jax.vmap(gradient)(start)).tolist(),
        "bandwidth": float(scale),
        "stein": (start - moved).tolist(),
        "density": density.tolist(),
    }


def main():
    record = [of_count(particles) for particles in (2, 5, 8)]
    Path(__file__).with_name("fixtures").joinpath("particles.json").write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
