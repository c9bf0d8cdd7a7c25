"""
Writes fields into Zarr stores as other programs do, and what xarray reads of them: `python write_zarr.py FOLDER`.

FOLDER gets one store (or folder of NetCDF files) for each case below and `expected.json`: of each its path, its variable,
its levels, its shape as [time, y, x], its times as texts, and all values, null for what is not known.
"""

import json
import shutil
import sys
import warnings
from pathlib import Path

import numcodecs
import numpy as np
import xarray
import zarr

STEPS, ROWS, COLUMNS = 5, 3, 4
random = np.random.default_rng(23)
values = random.normal(280, 12, (STEPS, ROWS, COLUMNS)).round(2)
levels = random.normal(0, 9, (STEPS, 3, ROWS, COLUMNS)).round(2)

CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


def fields(data=values, dtype="f4", **attributes):
    """ERA5 as Copernicus writes it today: `valid_time`, latitudes from north to south."""
    return xarray.Dataset(
        {"t2m": (("valid_time", "latitude", "longitude"), data.astype(dtype), {"units": "K", **attributes})},
        coords={
            "valid_time": ("valid_time", np.arange(STEPS) * 6, {"units": "hours since 2020-01-01", "standard_name": "time"}),
            "latitude": ("latitude", np.array([60.0, 59.75, 59.5]), {"units": "degrees_north"}),
            "longitude": ("longitude", np.arange(COLUMNS) * 0.25, {"units": "degrees_east"}),
        },
    )


def write(path, dataset, version, **encoding):
    dataset.to_zarr(path, zarr_format=version, encoding={"t2m": encoding} if encoding else {}, consolidated=False)
    return {"variable": "t2m"}


@case
def v2_blosc_lz4(path):
    return write(path, fields(), 2, chunks=(2, 2, 3), compressors=numcodecs.Blosc("lz4", 5, numcodecs.Blosc.SHUFFLE))


@case
def v2_blosc_zlib_bits(path):
    """60 numbers: Blosc leaves what is no multiple of eight as it is."""
    return write(path, fields(dtype="f8"), 2, chunks=(5, 3, 4), compressors=numcodecs.Blosc("zlib", 5, numcodecs.Blosc.BITSHUFFLE))


@case
def v2_blosc_zstd_large_blocks(path):
    """Split into streams and several blocks."""
    many = random.normal(280, 12, (8, 16, 16)).cumsum(0).round(1)
    dataset = xarray.Dataset({"t2m": (("time", "lat", "lon"), many.astype("f4"))})
    codec = numcodecs.Blosc("zstd", 5, numcodecs.Blosc.SHUFFLE, blocksize=2048)
    return write(path, dataset, 2, chunks=(8, 16, 16), compressors=codec)


@case
def v2_blosc_lz4_bits(path):
    dataset = xarray.Dataset({"t2m": (("time", "lat", "lon"), random.normal(280, 12, (4, 8, 8)).round(1).astype("f4"))})
    return write(path, dataset, 2, chunks=(4, 8, 8), compressors=numcodecs.Blosc("lz4hc", 5, numcodecs.Blosc.BITSHUFFLE))


@case
def v2_zlib_packed_in_shorts(path):
    packed = dict(scale_factor=0.01, add_offset=270.0, _FillValue=-9999, dtype="i2")
    data = values.copy()
    data[1, 1, 1] = np.nan
    return write(path, fields(data), 2, chunks=(1, 3, 4), compressors=numcodecs.Zlib(5), **packed)


@case
def v2_big_endian_in_fortran_order(path):
    group = zarr.open_group(path, mode="w", zarr_format=2)
    array = group.create_array("t2m", shape=values.shape, chunks=(2, 3, 2), dtype=">f4", order="F", compressors=numcodecs.GZip(5), fill_value=None)
    array[:] = values
    array.attrs["_ARRAY_DIMENSIONS"] = ["time", "lat", "lon"]
    return {"variable": "t2m"}


@case
def v2_chunks_not_stored(path):
    written = write(path, fields(), 2, chunks=(1, 3, 4), compressors=None)
    (path / "t2m" / "2.0.0").unlink()
    return written


@case
def v3_zstd(path):
    return write(path, fields(), 3, chunks=(2, 2, 3))


@case
def v3_gzip_chunks_not_stored(path):
    """The fill value of version 3 is a value, and no mark."""
    group = zarr.open_group(path, mode="w", zarr_format=3)
    array = group.create_array(
        "t2m", shape=values.shape, chunks=(1, 3, 4), dtype="f8", fill_value=7.5,
        compressors=zarr.codecs.GzipCodec(), dimension_names=("time", "y", "x"),
    )
    array[:3] = values[:3]
    return {"variable": "t2m"}


@case
def v3_marked_as_not_known(path):
    data = values.copy()
    data[2, 0, 3] = np.nan
    return write(path, fields(data), 3, chunks=(3, 3, 4), _FillValue=-1e30)


@case
def v3_levels_in_a_group(path):
    dataset = xarray.Dataset(
        {"z": (("time", "pressure_level", "latitude", "longitude"), levels.astype("f4"))},
        coords={
            "time": ("time", np.arange(STEPS), {"units": "days since 2000-02-27", "calendar": "noleap"}),
            "pressure_level": ("pressure_level", [1000, 850, 500], {"units": "hPa"}),
        },
    )
    dataset.to_zarr(path, group="upper", zarr_format=3, consolidated=False)
    return {"variable": "upper/z", "group": "upper", "levels": [500, 1000]}


@case
def v3_backwards_in_time(path):
    return write(path, fields().isel(valid_time=slice(None, None, -1)), 3)


@case
def netcdf_files_of_months(path):
    """Each counts its times from its own first day, in a calendar of its own kind."""
    path.mkdir()
    for name, part, first in (("b", slice(0, 3), "2000-02-27"), ("a", slice(3, 5), "2000-03-02")):
        dataset = xarray.Dataset(
            {"t2m": (("time", "lat", "lon"), values[part].astype("f4"), {"units": "K"})},
            coords={"time": ("time", np.arange(len(values[part]), dtype="f8"), {"units": f"days since {first}", "calendar": "noleap"})},
        )
        dataset.to_netcdf(path / f"{name}.nc", format="NETCDF3_CLASSIC")
    return {"variable": "t2m"}


@case
def v3_sharded(path):
    """Six chunks in each file, the last of them not full; consolidated, as `to_zarr` is by itself."""
    dataset = fields()
    dataset.to_zarr(path, zarr_format=3, encoding={"t2m": dict(chunks=(1, 2, 2), shards=(3, 4, 4))}, consolidated=True)
    return {"variable": "t2m"}


@case
def v3_sharded_chunks_not_stored(path):
    data = values.astype("f4").copy()
    data[1] = 7.5
    data[3:5] = 7.5
    group = zarr.open_group(path, mode="w", zarr_format=3)
    array = group.create_array("t2m", shape=data.shape, dtype="f4", chunks=(1, 3, 4), shards=(3, 3, 4), fill_value=7.5, dimension_names=("time", "lat", "lon"))
    array[:] = data
    return {"variable": "t2m"}


def reading(path, told):
    name = told["variable"].split("/")[-1]
    if any(path.glob("*.nc")):
        dataset = xarray.concat([xarray.open_dataset(file) for file in path.glob("*.nc")], "time").sortby("time")
    else:
        dataset = xarray.open_zarr(path, group=told.get("group"), consolidated=False)
    array = dataset[name]
    time = array.dims[0]
    if time in array.coords:
        array = array.sortby(time)
    chosen = [array.isel({array.dims[1]: [1000, 850, 500].index(level)}) for level in told.get("levels", [])] or [array]
    return [
        [None if np.isnan(value) else float(value) for value in np.asarray(each.values, "f8").ravel()] for each in chosen
    ], list(chosen[0].shape)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, make in CASES.items():
        path = folder / name
        shutil.rmtree(path, ignore_errors=True)
        told = make(path)
        read, shape = reading(path, told)
        expected[name] = {"variable": told["variable"], "levels": told.get("levels"), "shape": shape, "values": read}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


warnings.simplefilter("ignore")
main(Path(sys.argv[1]))
