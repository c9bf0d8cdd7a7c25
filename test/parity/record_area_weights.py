"""
Log densities of fields whose cells count by their area, with gradients, by torch.distributions in double precision; areas as WeatherBench 2 has
them (differences of the sines of the latitudes between the rows), in times of their mean:

    python test/parity/record_area_weights.py > test/parity/fixtures/area-weights.json
"""

import json

import numpy
import torch

generator = torch.Generator().manual_seed(11)
latitudes = numpy.array([90.0, 45.0, 0.0, -45.0, -90.0])
bounds = numpy.deg2rad(numpy.concatenate([[90], (latitudes[1:] + latitudes[:-1]) / 2, [-90]]))
areas = -numpy.diff(numpy.sin(bounds))
weights = torch.tensor(areas / areas.mean())
# Two samples, two items, five rows, three columns, two fields.
shape = (2, 2, len(latitudes), 3, 2)


def draw(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=generator)


targets = draw(1, *shape[1:])
targets[0, 1, 2, 1, 0] = torch.nan


def recorded(outputs, log_probabilities, wanted=targets):
    """@param log_probabilities [samples, items, rows, columns, fields]"""
    known = torch.where(wanted.isnan(), torch.zeros_like(log_probabilities), log_probabilities)
    values = (known * weights[:, None, None]).sum((2, 3, 4))
    values.sum().backward()
    plain = lambda tensor: [None if numpy.isnan(value) else value for value in tensor.detach().flatten().tolist()]
    return {
        "outputs": plain(outputs),
        "outputShape": list(outputs.shape),
        "targets": plain(wanted),
        "logLikelihood": plain(values),
        "gradients": plain(outputs.grad),
    }


def gaussian():
    outputs = draw(*shape).requires_grad_()
    filled = targets.nan_to_num()
    return recorded(outputs, torch.distributions.Normal(outputs, 0.7).log_prob(filled))


def log_variance():
    outputs = draw(*shape[:-1], 4).requires_grad_()
    stds = (1e-6 + outputs[..., 2:].exp()).sqrt()
    return recorded(outputs, torch.distributions.Normal(outputs[..., :2], stds).log_prob(targets.nan_to_num()))


def poisson():
    counts = torch.poisson(torch.full((1, *shape[1:]), 3.0, dtype=torch.float64), generator=generator)
    outputs = draw(*shape).requires_grad_()
    return recorded(outputs, torch.distributions.Poisson(outputs.exp()).log_prob(counts), counts)


def quantiles(levels=(0.1, 0.5, 0.9), scale=0.6):
    outputs = draw(*shape[:-1], 6).requires_grad_()
    terms = 0
    for at, level in enumerate(levels):
        error = targets.nan_to_num() - outputs[..., 2 * at : 2 * at + 2]
        loss = torch.maximum(level * error, (level - 1) * error)
        terms = terms + (numpy.log(level * (1 - level) / scale) - loss / scale) / len(levels)
    return recorded(outputs, terms)


print(
    json.dumps(
        {
            "latitudes": latitudes.tolist(),
            "weights": weights.tolist(),
            "cases": {"fixed": gaussian(), "log-variance": log_variance(), "poisson": poisson(), "quantiles": quantiles()},
        }
    )
)
