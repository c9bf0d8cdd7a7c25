"""Series whose stamps name a zone or none, in each kind of file, and what pandas has for the stamps that follow, for
test/src-workers/predict/stamps.test.ts.

    pip install pandas pyarrow openpyxl
    python test/src-workers/predict/write_stamps.py
"""

import json
from pathlib import Path

import pandas

FOLDER = Path(__file__).parent / "fixtures" / "stamps"
FOLDER.mkdir(parents=True, exist_ok=True)
ROWS, AHEAD = 60, 4
CASES = []


def told(time):
    """To the millisecond; what names a zone in UTC, what names none as it is."""
    if time.tz is None:
        return time.isoformat(timespec="milliseconds")
    return time.tz_convert("UTC").tz_localize(None).isoformat(timespec="milliseconds") + "Z"


def add(file, first, freq, write, data=None, zone=None):
    """The rows of the file, and those that would follow."""
    times = pandas.date_range(first, periods=ROWS + AHEAD, freq=freq, tz=zone)
    table = pandas.DataFrame({"date": times[:ROWS], "OT": [20 + row % 7 for row in range(ROWS)]})
    write(table, FOLDER / file)
    days = times.tz_convert("UTC") if zone else times
    CASES.append(
        {
            "file": file,
            "data": data or {},
            "next": [told(time) for time in times[ROWS:]],
            "weekdays": list(days.day_name()[:ROWS]),
        }
    )


def csv(form):
    return lambda table, path: table.assign(date=table["date"].map(form)).to_csv(path, index=False)


def parquet(table, path):
    table.to_parquet(path, index=False)


def excel(table, path):
    table.to_excel(path, index=False)


# Through the night in which clocks in New York were put forward, which such stamps know nothing of.
NIGHT = "2024-03-09 20:00"
add("naive.csv", NIGHT, "1h", csv(lambda time: time.strftime("%Y-%m-%d %H:%M")))
add("letter.csv", NIGHT, "1h", csv(lambda time: time.isoformat()))
add("parts.csv", NIGHT, "250ms", csv(lambda time: time.isoformat(timespec="milliseconds")))
add("days.csv", "2024-02-20", "1D", csv(lambda time: time.strftime("%Y-%m-%d")))
add("months.csv", "2018-01-01", "MS", csv(lambda time: time.strftime("%Y-%m-%d")))
add("zoned.csv", NIGHT, "1h", csv(lambda time: time.strftime("%Y-%m-%dT%H:%M:%SZ")), zone="UTC")
add("offset.csv", NIGHT, "1h", csv(lambda time: time.isoformat()), zone="Asia/Kolkata")
# Written without their zone, which the experiment names.
naive = csv(lambda time: time.strftime("%Y-%m-%d %H:%M"))
add("clocks.csv", NIGHT, "1h", naive, {"timeZone": "America/New_York"}, zone="America/New_York")
add("naive.parquet", NIGHT, "1h", parquet)
add("zoned.parquet", NIGHT, "1h", parquet, zone="Asia/Kolkata")
add("midnights.parquet", NIGHT, "1h", parquet, {"timeZone": "Asia/Kolkata"}, zone="UTC")
add("naive.xlsx", NIGHT, "1h", excel)

(FOLDER / "pandas.json").write_text(json.dumps({"pandas": pandas.__version__, "cases": CASES}, indent=1) + "\n")
