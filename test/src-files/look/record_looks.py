"""Writes arrays, a series and fields, and what NumPy, pandas, xarray and cftime say of them, into `fixtures`.

python3 record_looks.py (NumPy 2, pandas 3, xarray, netCDF4, cftime, h5py)
"""

import json
from pathlib import Path

import cftime
import h5py
import numpy as np
import xarray

FOLDER = Path(__file__).parent / "fixtures"
rng = np.random.default_rng(11)


def numbers(values):
    values = np.asarray(values, dtype="f8").ravel()
    known = values[np.isfinite(values)]
    return {
        "least": float(known.min()),
        "most": float(known.max()),
        "mean": float(known.mean()),
        "std": float(known.std()),
        "histogram": np.histogram(known, 24)[0].tolist(),
    }


# Pictures of bytes in three classes, one of them of few; one is there under two classes, one in two parts, one twice.
x_train = rng.integers(0, 256, (60, 6, 5), dtype="u1")
y_train = np.arange(60) % 2
y_train[:4] = 2
x_test = rng.integers(0, 256, (20, 6, 5), dtype="u1")
y_test = np.arange(20) % 2
x_train[31] = x_train[30]
x_train[40] = x_train[44]
x_test[5] = x_train[51]
np.savez(FOLDER / "pictures.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)

# MATLAB stores column by column: what it calls 30 x 4 stands in the file as 4 x 30.
x = rng.normal(size=(30, 4))
y = rng.normal(size=30)
with h5py.File(FOLDER / "matlab.mat", "w", userblock_size=512) as file:
    file["x"] = x.T
    file["y"] = y[np.newaxis, :]
with open(FOLDER / "matlab.mat", "r+b") as file:
    file.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124))

# 30-day months, latitudes from the south, two variables of which one has levels and one is not known in places.
time = np.arange(12) * 6 + 24 * 28
t2m = 280 + rng.normal(size=(12, 4, 6)).cumsum(0)
z = rng.normal(size=(12, 3, 4, 6))
t2m[3, 1, 2] = np.nan
fields = xarray.Dataset(
    {
        "t2m": (("time", "latitude", "longitude"), t2m, {"units": "K"}),
        "z": (("time", "level", "latitude", "longitude"), z, {"units": "m"}),
        "orography": (("latitude", "longitude"), z[0, 0]),
    },
    {
        "time": ("time", time, {"units": "hours since 1999-02-01", "calendar": "360_day"}),
        "level": ("level", [850, 500, 250], {"units": "hPa"}),
        "latitude": ("latitude", [40.0, 50.0, 60.0, 70.0], {"units": "degrees_north"}),
        "longitude": ("longitude", np.arange(6) * 10.0, {"units": "degrees_east"}),
    },
)
fields.to_netcdf(FOLDER / "fields.nc", format="NETCDF3_CLASSIC")
read = xarray.open_dataset(FOLDER / "fields.nc", decode_times=xarray.coders.CFDatetimeCoder(use_cftime=True))

dates = {
    calendar: [
        [days, cftime.num2date(days, "days since 1970-01-01", calendar).strftime("%Y-%m-%dT%H:%M:%S")]
        for days in [-719162.5, -100000, -1, 0, 0.25, 58.5, 59, 364, 365, 11016, 20000.75]
    ]
    for calendar in ["proleptic_gregorian", "standard", "julian", "noleap", "all_leap", "360_day"]
}

(FOLDER / "looks.json").write_text(
    json.dumps(
        {
            "pictures": {
                "x_train": numbers(x_train),
                "duplicated": int(
                    80 - len(np.unique(np.concatenate([x_train, x_test]).reshape(80, -1), axis=0))
                ),
            },
            "matlab": {"x": numbers(x), "y": numbers(y), "shape": list(x.shape)},
            "fields": {
                "t2m": numbers(read.t2m),
                "z500": numbers(read.z.sel(level=500)),
                "unknown": float(read.t2m.isnull().mean()),
                "first": read.time.values[0].strftime("%Y-%m-%d"),
                "last": read.time.values[-1].strftime("%Y-%m-%dT%H:%M:%S"),
                "map": read.t2m[0].sortby("latitude", ascending=False).values.ravel().tolist(),
            },
            "dates": dates,
        },
        indent=1,
    )
    + "\n"
)
