"""Records Laplace's approximation of a network with several heads, by hand: the fixture of heads-laplace.test.ts.

Second derivatives of the sum of the heads' losses by all outputs together are PyTorch's own (torch.func), which knows of no blocks:
the generalised Gauss-Newton matrix is the sum of J' H J over the items.

    pip install torch && python test/parity/record_heads_laplace.py
"""

import json
from pathlib import Path

import torch
from torch.distributions import Categorical, Normal, Poisson

PRIOR_PRECISION = 1.7
STD = 0.6
UNIT = 2.5
WEIGHTS = {"kind": 1.0, "price": 1.0, "visits": 0.5}
SIZES = (3, 4, 5)
ITEMS = 12


def outputs_of(weights, inputs):
    """Weights of a layer as PyTorch has them, [out, in]."""
    first, first_bias, last, last_bias = weights
    return torch.tanh(inputs @ first.T + first_bias) @ last.T + last_bias


def loss_of(outputs, target):
    """Three logits, a value and the logarithm of a rate in units; target: label, value, count."""
    label, value, count = target
    log_likelihood = WEIGHTS["kind"] * Categorical(logits=outputs[:3], validate_args=False).log_prob(label.long())
    if not torch.isnan(value):
        log_likelihood = log_likelihood + WEIGHTS["price"] * Normal(outputs[3], STD, validate_args=False).log_prob(value)
    rate = UNIT * torch.exp(outputs[4])
    return -(log_likelihood + WEIGHTS["visits"] * Poisson(rate, validate_args=False).log_prob(count))


def jacobian_of(weights, inputs, chosen):
    """Derivatives of all outputs by the chosen weights, [items, outputs, weights]."""
    parts = torch.autograd.functional.jacobian(
        lambda *own: outputs_of([*weights[: len(weights) - len(own)], *own], inputs), tuple(weights[-chosen:])
    )
    return torch.cat([part.flatten(2) for part in parts], 2)


def kronecker(weights, inputs, hessians, chosen):
    """What Kronecker factors of each layer say the curvature is: kernels given x slopes / items, biases slopes."""
    hidden = torch.tanh(inputs @ weights[0].T + weights[1])
    of_last = torch.eye(SIZES[2]).expand(len(inputs), -1, -1)
    of_first = weights[2] * (1 - hidden**2).unsqueeze(1)
    layers = [(inputs, of_first), (hidden, of_last)][-(chosen // 2) :]
    blocks = []
    for given, slopes in layers:
        by_outputs = torch.einsum("iou,iop,ipv->uv", slopes, hessians, slopes)
        blocks += [torch.kron(by_outputs.contiguous(), (given.T @ given).contiguous()) / len(inputs), by_outputs]
    return torch.block_diag(*blocks)


def approximation(curvature, weights, loss, jacobian):
    flat = torch.cat([weight.flatten() for weight in weights])
    precision = curvature + PRIOR_PRECISION * torch.eye(len(curvature))
    ratio = torch.logdet(precision) - len(flat) * torch.log(torch.tensor(PRIOR_PRECISION))
    return {
        "log_evidence": (-loss - 0.5 * (PRIOR_PRECISION * flat @ flat + ratio)).item(),
        "variances": (jacobian @ torch.linalg.inv(precision) @ jacobian.transpose(1, 2)).tolist(),
    }


def case(weights, inputs, targets, test_inputs, chosen):
    outputs = outputs_of(weights, inputs)
    losses = [loss_of(own, target) for own, target in zip(outputs, targets)]
    hessians = torch.stack([torch.func.hessian(loss_of)(own, target) for own, target in zip(outputs, targets)])
    jacobian = jacobian_of(weights, inputs, chosen)
    curvature = torch.einsum("iou,iop,ipv->uv", jacobian, hessians, jacobian)
    own = weights[-chosen:]
    structures = {
        "full": curvature,
        "kronecker": kronecker(weights, inputs, hessians, chosen),
        "diagonal": torch.diag(torch.diag(curvature)),
    }
    slopes = torch.stack([torch.func.grad(loss_of)(own, target) for own, target in zip(outputs, targets)])
    at_test = jacobian_of(weights, test_inputs, chosen)
    return {
        "curvature": curvature.tolist(),
        "slope": torch.einsum("io,iow->w", slopes, jacobian).tolist(),
        **{name: approximation(matrix, own, sum(losses), at_test) for name, matrix in structures.items()},
    }


def main():
    torch.set_default_dtype(torch.float64)
    generator = torch.Generator().manual_seed(11)

    def normal(*shape):
        # What our own single precision holds as it is.
        return torch.randn(shape, generator=generator).float().double()

    inputs, hidden, outputs = SIZES
    weights = [0.7 * normal(*shape).float().double() for shape in ((hidden, inputs), (hidden,), (outputs, hidden), (outputs,))]
    weights = [weight.float().double() for weight in weights]
    rows, test_rows = normal(ITEMS, inputs), normal(4, inputs)
    labels = torch.randint(3, (ITEMS,), generator=generator).double()
    values = normal(ITEMS)
    values[4] = torch.nan
    counts = torch.poisson(torch.full((ITEMS,), 4.0), generator=generator)
    targets = torch.stack([labels, values, counts], 1)
    record = {
        "prior_precision": PRIOR_PRECISION,
        "std": STD,
        "unit": UNIT,
        "head_weights": WEIGHTS,
        "hidden": [hidden],
        "weights": {
            "layers.0.weight": weights[0].T.tolist(),
            "layers.0.bias": weights[1].tolist(),
            "layers.1.weight": weights[2].T.tolist(),
            "layers.1.bias": weights[3].tolist(),
        },
        "inputs": rows.tolist(),
        "targets": [[None if number != number else number for number in row] for row in targets.tolist()],
        "test_inputs": test_rows.tolist(),
        "means": outputs_of(weights, test_rows).tolist(),
        "all": case(weights, rows, targets, test_rows, 4),
        "last_layer": case(weights, rows, targets, test_rows, 2),
    }
    Path(__file__).with_name("fixtures").joinpath("heads-laplace.json").write_text(json.dumps(record))


if __name__ == "__main__":
    main()
