"""Records what laplace-torch (PyPI, 0.3) makes of given networks and data: the fixture of laplace-torch.test.ts.

    pip install laplace-torch && python test/parity/record_laplace.py
"""

import json
from pathlib import Path

import torch
from laplace import FullLaplace, FullLLLaplace
from laplace.curvature import BackPackGGN

PRIOR_PRECISION = 1.7
NOISE = 0.6
NETWORKS = {"regression": (3, 5, 2), "classification": (3, 5, 3)}


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


def fit(kind, likelihood, model, data, test_inputs):
    noise = {"sigma_noise": NOISE} if likelihood == "regression" else {}
    laplace = kind(model, likelihood, prior_precision=PRIOR_PRECISION, backend=BackPackGGN, **noise)
    laplace.fit(data)
    means, variances = laplace._glm_predictive_distribution(test_inputs)
    return {
        "curvature": laplace.H.tolist(),
        "log_evidence": laplace.log_marginal_likelihood().item(),
        "means": means.tolist(),
        "variances": variances.tolist(),
    }


def case(likelihood, generator):
    sizes = NETWORKS[likelihood]
    model = network(sizes, generator)
    inputs = torch.randn((12, sizes[0]), generator=generator).float().double()
    if likelihood == "regression":
        targets = torch.randn((12, sizes[2]), generator=generator).float().double()
    else:
        targets = torch.randint(sizes[2], (12,), generator=generator)
    test_inputs = torch.randn((4, sizes[0]), generator=generator).float().double()
    data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(inputs, targets), batch_size=5)
    return {
        "hidden": [sizes[1]],
        "weights": weights_of(model),
        "inputs": inputs.tolist(),
        "targets": targets.tolist(),
        "test_inputs": test_inputs.tolist(),
        "all": fit(FullLaplace, likelihood, model, data, test_inputs),
        "last_layer": fit(FullLLLaplace, likelihood, model, data, test_inputs),
    }


def main():
    torch.set_default_dtype(torch.float64)
    generator = torch.Generator().manual_seed(7)
    cases = {likelihood: case(likelihood, generator) for likelihood in NETWORKS}
    record = {"prior_precision": PRIOR_PRECISION, "noise": NOISE, **cases}
    Path(__file__).with_name("fixtures").joinpath("laplace.json").write_text(json.dumps(record))


if __name__ == "__main__":
    main()
