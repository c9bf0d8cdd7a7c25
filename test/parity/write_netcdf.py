"""
Writes fields as other programs write them, and what netCDF4-python reads of them: `python write_netcdf.py FOLDER`.

FOLDER gets one file for each case below and `expected.json`: of each its file, its variable, its shape as [time, y, x]
and all values, null for what is masked.
"""

import json
import sys
import warnings
from pathlib import Path

import h5py
import netCDF4
import numpy as np
import xarray

STEPS, ROWS, COLUMNS = 5, 3, 4
DIMENSIONS = ("time", "y", "x")
random = np.random.default_rng(17)
counts = random.integers(-50, 50, (STEPS, ROWS, COLUMNS))
decimals = random.normal(-1.4, 30, (STEPS, ROWS, COLUMNS)).round(3)

# A case writes its file and returns the variable to read, or (variable, what a person means by it).
CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


def create(path, format="NETCDF4", **options):
    dataset = netCDF4.Dataset(path, "w", format=format, **options)
    dataset.createDimension("time", STEPS if format == "NETCDF4" else None)
    dataset.createDimension("y", ROWS)
    dataset.createDimension("x", COLUMNS)
    return dataset


def one(path, values, dtype, format="NETCDF3_CLASSIC", attributes=None, **options):
    """One variable of three dimensions as it is stored, its attributes as they are given."""
    with create(path, format) as dataset:
        attributes = dict(attributes or {})
        fill = attributes.pop("_FillValue", None)
        variable = dataset.createVariable("v", dtype, DIMENSIONS, fill_value=fill, **options)
        variable.set_auto_maskandscale(False)
        for name, value in attributes.items():
            variable.setncattr(name, value)
        variable[:] = values
    return "v"


def marked(values, marks):
    """Some of the values are marks for what is not known."""
    flat = values.ravel().copy()
    flat[1 : 1 + 7 * len(marks) : 7] = marks
    return flat.reshape(values.shape)


# Classic files.


@case
def nc3_one_record_of_bytes(path):
    return one(path, counts, "i1")


@case
def nc3_one_record_of_shorts(path):
    return one(path, counts, "i2")


@case
def nc3_two_records_of_shorts(path):
    with create(path, "NETCDF3_CLASSIC") as dataset:
        dataset.createVariable("w", "i1", DIMENSIONS)[:] = 7
        dataset.createVariable("v", "i2", DIMENSIONS)[:] = counts
    return "v"


@case
def nc3_64_bit_offsets(path):
    return one(path, counts, "i2", "NETCDF3_64BIT_OFFSET", {"scale_factor": 0.01, "add_offset": 270.5})


@case
def cdf5_of_long_integers(path):
    return one(path, counts.astype("i8") * 10**10, "i8", "NETCDF3_64BIT_DATA")


@case
def cdf5_of_unsigned_shorts(path):
    return one(path, counts + 65_400, "u2", "NETCDF3_64BIT_DATA", {"missing_value": np.uint16(65_400)})


@case
def xarray_without_time(path):
    xarray.Dataset({"v": (DIMENSIONS, decimals.astype("f4"))}).to_netcdf(path, format="NETCDF3_64BIT")
    return "v"


@case
def xarray_packed(path):
    data = xarray.DataArray(marked(decimals, [np.nan] * 3), dims=DIMENSIONS)
    encoding = {"v": {"dtype": "int16", "scale_factor": 0.01, "add_offset": -1.0, "_FillValue": -9999}}
    xarray.Dataset({"v": data}).to_netcdf(path, format="NETCDF3_64BIT", encoding=encoding, unlimited_dims=["time"])
    return "v"


# What marks what is not known, and how numbers are packed.


@case
def unsigned_bytes(path):
    values = marked(counts + 150, [255, 255]).astype("u1").view("i1")
    return one(path, values, "i1", attributes={"_Unsigned": "true", "_FillValue": np.int8(-1), "scale_factor": 0.5})


@case
def unsigned_shorts_in_a_range(path):
    values = (counts + 40_000).astype("u2").view("i2")
    attributes = {"_Unsigned": "true", "valid_range": np.array([39_980, 40_020]).astype("u2").view("i2")}
    return one(path, values, "i2", "NETCDF4", attributes)


@case
def several_missing_values(path):
    return one(path, marked(counts, [-99, -98, -97]), "i2", "NETCDF4",{"missing_value": np.int16([-99, -98, -97])})


@case
def fill_and_missing_value(path):
    attributes = {"missing_value": np.float32(1e30), "_FillValue": np.float32(-999)}
    return one(path, marked(decimals, [1e30, -999]), "f4", attributes=attributes)


@case
def missing_value_of_another_type(path):
    return one(path, marked(counts, [-99, -99]), "i2", attributes={"missing_value": -99.0})


@case
def missing_value_that_the_type_has_not(path):
    return one(path, counts, "i2", attributes={"missing_value": 1e20})


@case
def valid_range(path):
    return one(path, marked(counts, [999, -999]), "i2", attributes={"valid_range": np.int16([-50, 50])})


@case
def valid_minimum_and_maximum(path):
    attributes = {"valid_min": np.float32(-60), "valid_max": np.float32(60)}
    return one(path, decimals, "f4", attributes=attributes)


@case
def valid_range_before_scale(path):
    attributes = {"valid_range": np.int16([-40, 40]), "scale_factor": 0.1, "add_offset": 5.0}
    return one(path, counts, "i2", attributes=attributes)


def default_fill(dtype):
    return lambda path: one(path, marked((counts + 50).astype(dtype), [netCDF4.default_fillvals[dtype]] * 2), dtype, "NETCDF3_64BIT_DATA")


for dtype in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"):
    if dtype not in ("i1", "u1"):
        CASES[f"default-fill-{dtype}"] = default_fill(dtype)


@case
def no_default_fill_of_bytes(path):
    # The NetCDF users' guide has no default fill values of bytes; netCDF4-python masks them all the same.
    values = marked(counts, [-127, -127])
    return one(path, values, "i1"), values


@case
def large_offset(path):
    return one(path, counts, "i2", attributes={"scale_factor": 0.001, "add_offset": 5e6})


@case
def counts_of_hundreds_of_millions(path):
    return one(path, counts + 300_000_000, "i4")


@case
def big_endian(path):
    return one(path, decimals, ">f4", "NETCDF4", endian="big")


# NetCDF-4 as it lies on disks.


@case
def written_in_memory(path):
    dataset = create(path, memory=1024)
    dataset.createVariable("v", "f4", DIMENSIONS)[:] = decimals
    Path(path).write_bytes(dataset.close())
    return "v"


@case
def chunks_never_written(path):
    with create(path) as dataset:
        variable = dataset.createVariable("v", "f4", DIMENSIONS, fill_value=-999, chunksizes=(1, ROWS, COLUMNS))
        variable[0], variable[4] = decimals[0], decimals[4]
    return "v"


def compressed(method):
    return lambda path: one(path, counts // 50, "f4", "NETCDF4", compression=method, shuffle=False)


for method in ("zlib", "zstd", "bzip2", "szip", "blosc_lz", "blosc_lz4", "blosc_zstd"):
    CASES[f"packed-by-{method}".replace("_", "-")] = compressed(method)


@case
def in_groups(path):
    with netCDF4.Dataset(path, "w") as dataset:
        dataset.createDimension("time", STEPS)
        group = dataset.createGroup("forecast/high")
        group.createDimension("y", ROWS)
        group.createDimension("x", COLUMNS)
        group.createVariable("v", "f4", DIMENSIONS)[:] = decimals
    return "forecast/high/v"


# Axes by their names and coordinates. What is meant is [time, y, x] in the order of time.


def with_coordinates(path, dimensions, times, order=None, latitudes=None, names=("time", "latitude", "longitude")):
    steps, rows, columns = len(times), ROWS, COLUMNS
    meant = random.normal(280, 5, (steps, rows, columns)).astype("f4")
    lengths = dict(zip(names, (steps, rows, columns)))
    with netCDF4.Dataset(path, "w", format="NETCDF3_CLASSIC") as dataset:
        for name in dimensions:
            dataset.createDimension(name, lengths[name])
        time = dataset.createVariable(names[0], "f8", (names[0],))
        time[:] = times
        time.units = "hours since 2020-01-01"
        y = dataset.createVariable(names[1], "f4", (names[1],))
        y[:] = np.linspace(60, 50, rows)
        y.units = "degrees_north"
        x = dataset.createVariable(names[2], "f4", (names[2],))
        x[:] = np.arange(columns)
        x.units = "degrees_east"
        axes = [names.index(name) for name in dimensions]
        dataset.createVariable("v", "f4", dimensions)[:] = meant.transpose(axes)
    return "v", meant[np.argsort(times)]


@case
def time_last(path):
    return with_coordinates(path, ("latitude", "longitude", "time"), np.arange(6) * 6.0)


@case
def longitude_before_latitude(path):
    return with_coordinates(path, ("time", "longitude", "latitude"), np.arange(6) * 6.0)


@case
def axes_by_units_alone(path):
    return with_coordinates(path, ("b", "c", "a"), np.arange(6) * 6.0, names=("a", "b", "c"))


@case
def time_backwards(path):
    return with_coordinates(path, ("time", "latitude", "longitude"), np.arange(6)[::-1] * 6.0)


@case
def time_with_a_gap(path):
    return with_coordinates(path, ("time", "latitude", "longitude"), np.array([0.0, 6, 12, 30, 36, 42]))


@case
def time_out_of_order(path):
    return with_coordinates(path, ("time", "latitude", "longitude"), np.array([0.0, 12, 6, 18, 30, 24]))


# What NetCDF does not have, but HDF5 has.


def by_h5py(path, values, **options):
    with h5py.File(path, "w", **{key: options.pop(key) for key in ("userblock_size",) if key in options}) as file:
        file.create_dataset("v", data=values, **options)
    return "v", values


@case
def packed_by_lzf(path):
    return by_h5py(path, decimals.astype("f4"), compression="lzf", chunks=(1, ROWS, COLUMNS))


@case
def half_precision(path):
    values = decimals.astype("f2")
    values.ravel()[:4] = [np.nan, 6e-8, -6.1e-5, 65504]
    return by_h5py(path, values)


@case
def behind_a_user_block(path):
    return by_h5py(path, decimals, userblock_size=1024)


def masked(path, variable):
    """As netCDF4-python reads it; what it warns of is what it passes over."""
    with warnings.catch_warnings(), netCDF4.Dataset(path) as dataset:
        warnings.simplefilter("ignore")
        return np.ma.masked_invalid(np.ma.asarray(dataset[variable][:], dtype="f8"))


def main(folder):
    expected = []
    for name, write in CASES.items():
        path = str(Path(folder) / f"{name}.nc")
        found = write(path)
        variable, meant = found if isinstance(found, tuple) else (found, masked(path, found))
        meant = np.ma.masked_invalid(np.ma.asarray(meant, dtype="f8"))
        values = [None if value is np.ma.masked else float(value) for value in meant.ravel()]
        expected.append({"file": f"{name}.nc", "variable": variable, "shape": meant.shape, "values": values})
    (Path(folder) / "expected.json").write_text(json.dumps(expected))


main(sys.argv[1])
