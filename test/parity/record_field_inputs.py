"""
Records what xarray and NumPy make of fields as a network's inputs and targets: `python record_field_inputs.py FOLDER`.

FOLDER gets `era.nc` and `era.zarr` (t2m and tp over [time, latitude, longitude], z with two levels, lsm and orog without time; one time
is missing), and `expected.json`: of each case its settings, and of each split its items, inputs and targets in the files' own units,
null for what is not known; of the training part mean and standard deviation of each input and target.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import xarray

STEPS, ROWS, COLUMNS = 24, 3, 4
GAP = 9
folder = Path(sys.argv[1])
random = np.random.default_rng(7)
grid = ("time", "latitude", "longitude")
hours = np.arange(STEPS) * 6 + 6 * (np.arange(STEPS) > GAP)
t2m = random.normal(280, 10, (STEPS, ROWS, COLUMNS)).astype("f4")
t2m[5, 1, 2] = np.nan
data = xarray.Dataset(
    {
        "t2m": (grid, t2m, {"units": "K"}),
        "tp": (grid, random.gamma(1, 2, (STEPS, ROWS, COLUMNS)).astype("f4"), {"units": "mm"}),
        "z": (("time", "level", "latitude", "longitude"), random.normal(5e4, 300, (STEPS, 2, ROWS, COLUMNS)).astype("f4"), {"units": "m2 s-2"}),
        "lsm": (grid[1:], random.uniform(0, 1, (ROWS, COLUMNS)).round().astype("f4")),
        "orog": (grid, np.repeat(random.uniform(0, 2000, (1, ROWS, COLUMNS)), STEPS, 0).astype("f4"), {"units": "m"}),
    },
    coords={
        "time": ("time", hours, {"units": "hours since 2020-01-01", "standard_name": "time"}),
        "level": ("level", [500, 850], {"units": "hPa"}),
        "latitude": ("latitude", [60.0, 59.0, 58.0], {"units": "degrees_north"}),
        "longitude": ("longitude", np.arange(COLUMNS) * 1.0, {"units": "degrees_east"}),
    },
)
data.to_netcdf(folder / "era.nc")
shutil.rmtree(folder / "era.zarr", ignore_errors=True)
data.to_zarr(folder / "era.zarr", zarr_format=2, consolidated=False, encoding={"t2m": {"chunks": (5, 2, 4)}})
opened = xarray.open_dataset(folder / "era.nc", decode_times=False)

CASES = {
    "one step, all fields": dict(variables=["t2m", "tp"]),
    "a target that is an input as well": dict(variables=["t2m", "tp"], targets=["t2m"]),
    "a target that is no input": dict(variables=["t2m"], targets=["tp"]),
    "three steps of history": dict(variables=["tp", "t2m"], targets=["t2m"], history=3),
    "static fields": dict(variables=["t2m"], static=["lsm", "orog"]),
    "one level of several, history and static fields": dict(
        variables=["z", "t2m"], targets=["z 850"], levels=[500, 850], history=2, static=["orog"]
    ),
}


def field(name):
    """[steps, rows, columns]"""
    name, _, level = name.partition(" ")
    array = opened[name]
    return (array.sel(level=float(level)) if level else array).values.astype("f8")


def expand(names, levels):
    return [f"{name} {level}" if name == "z" else name for name in names for level in (levels if name == "z" else [0])]


def case(variables, targets=None, history=1, static=(), levels=()):
    inputs = expand(variables, levels)
    outputs = [name for one in targets for name in ([one] if " " in one else expand([one], levels))] if targets else inputs
    # [steps, rows, columns, fields]
    x, y = (np.stack([field(name) for name in names], -1) for names in (inputs, outputs))
    still = np.stack([opened[name].values.reshape(-1, ROWS, COLUMNS)[0] for name in static], -1) if static else np.zeros((ROWS, COLUMNS, 0))
    # A fifth of the steps tests, a tenth of the others validates.
    test = round(STEPS * 0.2)
    validation = round((STEPS - test) * 0.1)
    ends = {"train": (0, STEPS - test - validation), "validation": (STEPS - test - validation, STEPS - test), "test": (STEPS - test, STEPS)}
    splits = {}
    for name, (first, end) in ends.items():
        items = [
            last
            for last in range(history - 1, STEPS - 1)
            if first <= last + 1 < end and not any(step == GAP for step in range(last - history + 1, last + 1))
        ]
        splits[name] = {
            "items": items,
            "inputs": [
                np.concatenate([x[last - back] for back in range(history - 1, -1, -1)] + [still], -1).ravel().tolist() for last in items
            ],
            "targets": [y[last + 1].ravel().tolist() for last in items],
        }
    trained = slice(0, ends["train"][1])
    axes = (0, 1, 2)
    repeated = lambda one: one.tolist() * history
    return {
        "splits": splits,
        "mean": repeated(np.nanmean(x[trained], axes)) + still.mean((0, 1)).tolist(),
        "std": repeated(np.nanstd(x[trained], axes)) + still.std((0, 1)).tolist(),
        "targetMean": np.nanmean(y[trained], axes).tolist(),
        "targetStd": np.nanstd(y[trained], axes).tolist(),
        "targetNames": outputs,
    }


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return None if isinstance(value, float) and np.isnan(value) else value


recorded = {name: {"settings": settings, **plain(case(**settings))} for name, settings in CASES.items()}
(folder / "expected.json").write_text(json.dumps(recorded) + "\n")
