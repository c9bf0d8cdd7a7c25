"""Scores of fields by area, with WeatherBench 2's weights of latitudes where they are the globe's, by scoringrules and xarray, for
test/src-workers/evaluate/area-scores.test.ts.

    pip install scoringrules xarray
    python test/parity/record_area_scores.py > test/parity/fixtures/area-scores.json
"""

import json
from importlib.metadata import version

import numpy
import scoringrules
import xarray

generator = numpy.random.default_rng(5)
SAMPLES, STEPS, COLUMNS = 3, 4, 3
names, stds, noise = ["t", "u"], numpy.array([12.0, 4.0]), 0.7


def weights(latitude):
    """As weatherbench2.metrics.get_lat_weights where rows go from pole to pole: the cells' bounds are the middles and the
    poles. It takes all grids for such, and a region's outer rows would count as the whole rest of the globe; here they end
    half a row's distance further out."""
    rising = numpy.sort(latitude)
    middles = (rising[:-1] + rising[1:]) / 2
    if rising[0] == -90 and rising[-1] == 90:
        outer = [-90.0], [90.0]
    else:
        outer = [rising[0] - (rising[1] - rising[0]) / 2], [rising[-1] + (rising[-1] - rising[-2]) / 2]
    bounds = numpy.deg2rad(numpy.concatenate([outer[0], middles, outer[1]]))
    areas = numpy.sin(bounds[1:]) - numpy.sin(bounds[:-1])
    return xarray.DataArray(areas / areas.mean(), coords={"latitude": rising}, dims="latitude")


def case(latitude):
    shape = (STEPS, len(latitude), COLUMNS, len(names))
    means = generator.normal(0, 1, (SAMPLES, *shape)).round(3)
    truths = generator.normal(0, 1.2, shape).round(3)
    crps = scoringrules.crps_mixnorm(truths, numpy.moveaxis(means, 0, -1), numpy.full((*shape, SAMPLES), noise), numpy.full((*shape, SAMPLES), 1 / SAMPLES))
    dims = ("time", "latitude", "longitude", "field")
    found = xarray.Dataset(
        {"square": (dims, (truths - means.mean(0)) ** 2), "crps": (dims, crps)},
        coords={"latitude": latitude, "field": names},
    ).weighted(weights(latitude)).mean(("time", "latitude", "longitude"))
    expected = {}
    for name, std in zip(names, stds):
        one = found.sel(field=name)
        expected[f"rmseByArea.{name}"] = float(one["square"]) ** 0.5 * std
        expected[f"crpsByArea.{name}"] = float(one["crps"]) * std
    expected["rmseByArea"] = float(found["square"].mean()) ** 0.5
    expected["crpsByArea"] = float(found["crps"].mean())
    return {
        "latitude": latitude.tolist(),
        "weights": weights(latitude).sel(latitude=latitude).values.tolist(),
        "means": means.ravel().tolist(),
        "truths": truths.ravel().tolist(),
        "expected": expected,
    }


print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("scoringrules", "xarray")},
            "samples": SAMPLES,
            "columns": COLUMNS,
            "noise": noise,
            "stds": stds.tolist(),
            "cases": [case(numpy.array([90.0, 45.0, 0.0, -45.0, -90.0])), case(numpy.array([30.0, 32.5, 35.0, 40.0]))],
        }
    )
)
