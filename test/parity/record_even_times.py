"""What follows times at even steps by pandas, and by NumPy before 1678, for test/src-files/data/time-series.test.ts.

    python test/parity/record_even_times.py > test/parity/fixtures/even-times.json
"""

import json

import numpy
import pandas

MONTHS, DAYS, SECONDS = "%Y-%m", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%f"


def by_pandas(frequency, first, form=DAYS):
    times = pandas.date_range(first, periods=4, freq=frequency)
    return case(frequency, [time.strftime(form) for time in times[:3]], times[3].isoformat(timespec="microseconds"))


def by_numpy(frequency, first, unit):
    times = (numpy.datetime64(first, unit) + numpy.arange(4)).astype("datetime64[D]")
    return case(frequency, [str(time) for time in times[:3]], str(times[3].astype("datetime64[us]")))


def case(frequency, times, following):
    return {"frequency": frequency, "times": times, "next": following}


print(
    json.dumps(
        {
            "pandas": pandas.__version__,
            "numpy": numpy.__version__,
            "cases": [
                by_pandas("MS", "1949-11-01"),
                by_pandas("MS", "2020-11-01", MONTHS),
                by_pandas("ME", "2019-12-31"),
                by_pandas("ME", "2020-04-30"),
                by_pandas("2ME", "2019-10-31"),
                by_pandas("QS", "2016-01-01"),
                by_pandas("QE", "2019-09-30"),
                by_pandas("YS", "2019-01-01", "%Y"),
                by_pandas("YE", "2018-12-31"),
                by_pandas("W", "2019-12-15"),
                by_pandas("100us", "2016-07-01 00:00:00", SECONDS),
                by_pandas("250us", "1969-12-31 23:59:59.99925", SECONDS),
                by_numpy("D", "0050-01-29", "D"),
                by_numpy("MS", "0099-11", "M"),
            ],
        },
        indent=1,
    )
)
