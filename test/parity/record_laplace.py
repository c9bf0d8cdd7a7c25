"""Records what laplace-torch (PyPI, 0.3) makes of given networks and data: the fixture of laplace-torch.test.ts.

    pip install laplace-torch && python test/parity/record_laplace.py
"""

import json
from pathlib import Path

import torch
from laplace import DiagLaplace, DiagLLLaplace, FullLaplace, FullLLLaplace, KronLaplace, KronLLLaplace
from laplace.curvature import BackPackGGN, CurvlinopsGGN

PRIOR_PRECISION = 1.7
NOISE = 0.6
NETWORKS = {"regression": (3, 5, 2), "classification": (3, 5, 3)}
# Of each layer: kernel and bias have the same.
LAYER_PRECISIONS = (0.6, 2.9)
PICTURE = 6


def network(sizes, generator):
    inputs, hidden, outputs = sizes
    model = torch.nn.Sequential(torch.nn.Linear(inputs, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, outputs))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator).float().double() * 0.7)
    return model


def weights_of(model):
    """By our names and in our order, [in, out]."""
    first, _, last = model
    return {
        "layers.0.weight": first.weight.T.tolist(),
        "layers.0.bias": first.bias.tolist(),
        "layers.1.weight": last.weight.T.tolist(),
        "layers.1.bias": last.bias.tolist(),
    }


class Convolutions(torch.nn.Module):
    """As our cnn: a 3 x 3 convolution, activation, 2 x 2 maximum, and a dense layer of pixels with their channels behind them."""

    def __init__(self, channels, outputs):
        super().__init__()
        self.convolution = torch.nn.Conv2d(1, channels, 3, padding=1)
        self.dense = torch.nn.Linear(channels * (PICTURE // 2) ** 2, outputs)

    def forward(self, pictures):
        pooled = torch.nn.functional.max_pool2d(torch.tanh(self.convolution(pictures)), 2)
        return self.dense(pooled.permute(0, 2, 3, 1).flatten(1))


def convolutional(generator):
    model = Convolutions(2, 3)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator).float().double() * 0.7)
    weights = {
        "convolutions.0.weight": model.convolution.weight.permute(2, 3, 1, 0).flatten(0, 2).tolist(),
        "convolutions.0.bias": model.convolution.bias.tolist(),
        "layers.0.weight": model.dense.weight.T.tolist(),
        "layers.0.bias": model.dense.bias.tolist(),
    }
    return model, weights


def fit(kind, likelihood, model, data, test_inputs, backend=BackPackGGN):
    noise = {"sigma_noise": NOISE} if likelihood == "regression" else {}
    laplace = kind(model, likelihood, prior_precision=PRIOR_PRECISION, backend=backend, **noise)
    laplace.fit(data)
    means, variances = laplace._glm_predictive_distribution(test_inputs)
    record = {
        "log_evidence": laplace.log_marginal_likelihood().item(),
        "means": means.tolist(),
        "variances": variances.tolist(),
    }
    if likelihood == "classification":
        record["probit"] = laplace(test_inputs, link_approx="probit").tolist()
    if kind in (FullLaplace, FullLLLaplace):
        return {"curvature": laplace.H.tolist(), **record}
    if kind in (KronLaplace, DiagLaplace):
        sizes = [parameter.numel() for parameter in model.parameters()]
        each = [LAYER_PRECISIONS[index // 2] for index in range(len(sizes))]
        # Those of a diagonal are of weights.
        precisions = each if kind is KronLaplace else [one for one, size in zip(each, sizes) for _ in range(size)]
        record["log_evidence_by_layer"] = laplace.log_marginal_likelihood(torch.tensor(precisions)).item()
    return record


def structures(likelihood, model, data, test_inputs):
    kinds = {"kronecker": (KronLaplace, KronLLLaplace), "diagonal": (DiagLaplace, DiagLLLaplace)}
    return {
        name: {
            "all": fit(whole, likelihood, model, data, test_inputs, CurvlinopsGGN),
            "last_layer": fit(last, likelihood, model, data, test_inputs, CurvlinopsGGN),
        }
        for name, (whole, last) in kinds.items()
    }


def batches(inputs, targets):
    return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(inputs, targets), batch_size=5)


def case(likelihood, generator):
    sizes = NETWORKS[likelihood]
    model = network(sizes, generator)
    inputs = torch.randn((12, sizes[0]), generator=generator).float().double()
    if likelihood == "regression":
        targets = torch.randn((12, sizes[2]), generator=generator).float().double()
    else:
        targets = torch.randint(sizes[2], (12,), generator=generator)
    test_inputs = torch.randn((4, sizes[0]), generator=generator).float().double()
    data = batches(inputs, targets)
    return {
        "hidden": [sizes[1]],
        "weights": weights_of(model),
        "inputs": inputs.tolist(),
        "targets": targets.tolist(),
        "test_inputs": test_inputs.tolist(),
        "all": fit(FullLaplace, likelihood, model, data, test_inputs),
        "last_layer": fit(FullLLLaplace, likelihood, model, data, test_inputs),
        **structures(likelihood, model, data, test_inputs),
    }


def pictures(generator):
    model, weights = convolutional(generator)
    inputs = torch.randn((12, 1, PICTURE, PICTURE), generator=generator).float().double()
    targets = torch.randint(3, (12,), generator=generator)
    test_inputs = torch.randn((4, 1, PICTURE, PICTURE), generator=generator).float().double()
    return {
        "weights": weights,
        "inputs": inputs.flatten(1).tolist(),
        "targets": targets.tolist(),
        "test_inputs": test_inputs.flatten(1).tolist(),
        **structures("classification", model, batches(inputs, targets), test_inputs),
    }


def main():
    torch.set_default_dtype(torch.float64)
    generator = torch.Generator().manual_seed(7)
    cases = {likelihood: case(likelihood, generator) for likelihood in NETWORKS}
    numbers = {"prior_precision": PRIOR_PRECISION, "layer_precisions": LAYER_PRECISIONS, "noise": NOISE}
    record = {**numbers, **cases, "pictures": pictures(generator)}
    Path(__file__).with_name("fixtures").joinpath("laplace.json").write_text(json.dumps(record))


if __name__ == "__main__":
    main()
