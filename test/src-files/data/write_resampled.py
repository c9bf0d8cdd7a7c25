"""Series as pandas reads them, brings them to a step and places them in a zone, for test/src-files/data/resampled.test.ts.

    pip install pandas
    python test/src-files/data/write_resampled.py > test/src-files/data/fixtures/resampled.json
"""

import json

import numpy
import pandas

generator = numpy.random.default_rng(31)
CASES = []


def add(name, stamps, data, expected, zone=None):
    values = generator.normal(20, 5, len(stamps)).round(2)
    frame = pandas.Series(values, index=pandas.to_datetime(stamps))
    lines = ["date,OT", *(f"{stamp},{value}" for stamp, value in zip(stamps, values))]
    result = expected(frame)
    # Days and months are written as the zone's clocks show them; what is shorter are instants.
    index = result.index
    times = index.tz_convert("UTC") if index.tz is not None and "of_days" not in data else index.tz_localize(None)
    # What has no zone is told without one.
    zoned = "" if times.tz is None else "Z"
    data = {key: value for key, value in data.items() if key != "of_days"}
    CASES.append(
        {
            "name": name,
            "csv": "\n".join(lines) + "\n",
            "data": data | ({"timeZone": zone} if zone else {}),
            "times": [time.strftime("%Y-%m-%dT%H:%M:%S.000") + zoned for time in times],
            "values": [None if numpy.isnan(value) else value for value in result.to_numpy(float)],
        }
    )


def irregular(first, count, minutes):
    gaps = generator.integers(1, minutes, count).cumsum()
    return [str(pandas.Timestamp(first) + pandas.Timedelta(minutes=int(gap))) for gap in gaps]


def whole_sums(series, rule):
    """Sums without those of a first and a last step into which another row would fit, as far off as nine of ten rows are from the next."""
    times = series.index.unique().sort_values()
    distance = times.to_series().diff().dropna().quantile(0.9, interpolation="higher")
    sums = series.resample(rule).sum(min_count=1)
    end = pandas.date_range(sums.index[-1], periods=2, freq=rule)[1]
    first = 0 if times[0] - distance < sums.index[0] else 1
    return sums.iloc[first:] if times[-1] + distance >= end else sums.iloc[first:-1]


for by in ("mean", "last", "sum"):
    stamps = irregular("2026-02-03 05:00", 600 if by == "sum" else 60, 70)
    for step, rule in (("1 h", "1h"), ("15 min", "15min"), ("7 h", "7h"), ("1 day", "1D"), ("3 days", "3D")):
        add(
            f"{step} by {by}",
            stamps,
            {"resample": step, "resampleBy": by},
            lambda series, rule=rule, by=by: whole_sums(series, rule) if by == "sum" else getattr(series.resample(rule), by)(),
        )
long = irregular("2025-01-20 05:00", 80, 20000)
for step, rule in (("1 month", "MS"), ("3 months", "3MS"), ("1 year", "YS")):
    add(f"{step} by mean", long, {"resample": step, "resampleBy": "mean"}, lambda series, rule=rule: series.resample(rule).mean())

shuffled = irregular("2026-02-03 05:00", 40, 50)
generator.shuffle(shuffled)
add("rows in no order, 1 h by last", shuffled, {"resample": "1 h", "resampleBy": "last"}, lambda s: s.sort_index().resample("1h").last())

BERLIN = "Europe/Berlin"


def in_berlin(series):
    return series.tz_localize(BERLIN, ambiguous="infer")


def shown(first, last, freq, zone):
    return [time.strftime("%Y-%m-%d %H:%M") for time in pandas.date_range(first, last, freq=freq, tz=zone)]


for name, first, last in (("spring", "2026-03-28", "2026-03-30"), ("autumn", "2026-10-24", "2026-10-26")):
    for freq in ("1h", "30min"):
        add(f"{freq} through a night of {name}", shown(first, last, freq, BERLIN), {}, in_berlin, BERLIN)
add(
    "half an hour put forward on Lord Howe Island",
    shown("2026-10-03", "2026-10-05", "30min", "Australia/Lord_Howe"),
    {},
    lambda s: s.tz_localize("Australia/Lord_Howe", ambiguous="infer"),
    "Australia/Lord_Howe",
)
quarters = shown("2026-03-28 20:00", "2026-03-29 09:00", "15min", BERLIN)
add("quarters of a spring night to 1 h", quarters, {"resample": "1 h", "resampleBy": "mean"}, lambda s: in_berlin(s).resample("1h").mean(), BERLIN)
hours = shown("2026-03-26", "2026-04-02", "1h", BERLIN)
add("hours of a spring to days of its clocks", hours, {"resample": "1 day", "resampleBy": "sum", "of_days": True}, lambda s: whole_sums(in_berlin(s), "1D"), BERLIN)
add(
    "days, whatever the zone",
    [str(day.date()) for day in pandas.date_range("2026-03-25", "2026-04-05")],
    {},
    lambda s: s,
    BERLIN,
)
add(
    "business days to days",
    [str(day.date()) for day in pandas.bdate_range("2026-03-02", "2026-03-27")],
    {"resample": "1 day", "resampleBy": "last"},
    lambda s: s.resample("1D").last(),
)
for name, freq in (("months", "MS"), ("ends of months", "ME"), ("years", "YS"), ("quarters", "QS")):
    add(f"{name} as they are", [str(day.date()) for day in pandas.date_range("2019-01-01", periods=14, freq=freq)], {}, lambda s: s)

# Several columns, each in its own way; a sum among them leaves out what is but a part of a step.
stamps = irregular("2026-02-03 05:00", 200, 70)
frame = pandas.DataFrame({name: generator.normal(20, 5, len(stamps)).round(2) for name in ("temp", "rain", "level")}, index=pandas.to_datetime(stamps))
frame.loc[frame.index[40:46], "rain"] = numpy.nan
days = frame.resample("1D").agg({"temp": "mean", "rain": lambda of_day: of_day.sum(min_count=1), "level": "last"})
WAYS = {
    "csv": "date," + ",".join(frame) + "\n" + "".join(f"{stamp},{','.join('' if numpy.isnan(value) else str(value) for value in row)}\n" for stamp, row in zip(stamps, frame.to_numpy())),
    "times": [str(day.date()) for day in days.index],
    "values": {name: [None if numpy.isnan(value) else value for value in days[name]] for name in days},
}

print(json.dumps({"ways": WAYS, "pandas": pandas.__version__, "cases": CASES}))
