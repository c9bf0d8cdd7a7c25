"""Records steps of ivon-opt (PyPI, 0.1.3) with given gradients and noise: the fixture of ivon.test.ts.

    pip install ivon-opt && python test/parity/record_ivon.py
"""

import json
from pathlib import Path

import torch
from ivon import IVON

SETTINGS = {"lr": 0.2, "ess": 40.0, "hess_init": 0.3, "beta1": 0.9, "beta2": 0.95, "weight_decay": 0.0125, "clip_radius": 2.0}
STEPS, SAMPLES = 12, 3
START = [0.4, -0.2, 1.1, 0.05, -0.9]


def main():
    generator = torch.Generator().manual_seed(3)
    noise = torch.randn((STEPS, SAMPLES, len(START)), generator=generator)
    target = torch.randn((STEPS, SAMPLES, len(START)), generator=generator)
    curvature = torch.tensor([0.1, 0.5, 1.0, 2.0, 4.0])
    weights = torch.nn.Parameter(torch.tensor(START))
    optimiser = IVON([weights], mc_samples=SAMPLES, **SETTINGS)
    real_randn = torch.randn
    steps = []
    for step in range(STEPS):
        gradients = []
        for sample in range(SAMPLES):
            torch.randn = lambda *_, given=noise[step, sample], **__: given
            with optimiser.sampled_params(train=True):
                weights.grad = (curvature * (weights.detach() - 0.3 * target[step, sample])).clone()
                gradients.append(weights.grad.tolist())
            torch.randn = real_randn
        optimiser.step()
        (group,) = optimiser.param_groups
        std = (group["ess"] * (group["hess"] + group["weight_decay"])).rsqrt()
        steps.append(
            {
                "noise": noise[step].tolist(),
                "gradients": gradients,
                "mean": weights.detach().tolist(),
                "std": std.tolist(),
                "momentum": group["momentum"].tolist(),
                "hessian": group["hess"].tolist(),
            }
        )
    record = {"settings": SETTINGS, "start": START, "steps": steps}
    Path(__file__).with_name("fixtures").joinpath("ivon.json").write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
