"""Writes a workbook with errors of formulas, decimal commas and times of day, and a Parquet file with times of day, into `fixtures/sheets`.

python3 write_odd_sheets.py (pandas 3, pyarrow, openpyxl)
"""

import datetime
import json
from pathlib import Path

import openpyxl
import pandas
import pyarrow
from pyarrow import parquet

FOLDER = Path(__file__).parent / "fixtures" / "sheets"
clocks = [datetime.time(7, 30), datetime.time(8), datetime.time(0), datetime.time(23, 59, 59)]

book = openpyxl.Workbook()
sheet = book.active
sheet.append(["a", "comma", "clock", "when", "y"])
for row, (a, comma, clock) in enumerate(zip([1, "#N/A", 3.5, "#DIV/0!"], ["1,5", "2,25", "1.234,5", "0,5"], clocks)):
    sheet.append([a, comma, clock, datetime.datetime(2020, 1, 1 + row, 7), row + 1.5])
for error in ["A3", "A5"]:
    sheet[error].data_type = "e"
book.save(FOLDER / "odd.xlsx")

durations = openpyxl.Workbook()
sheet = durations.active
sheet.append(["worked", "pace", "clock", "y"])
for row, hours in enumerate([36.5, 7.25, 0.5, 171.125]):
    sheet.append([datetime.timedelta(hours=hours), datetime.timedelta(minutes=hours), clocks[row], row + 1.5])
    sheet.cell(row + 2, 1).number_format = "[h]:mm"
    sheet.cell(row + 2, 2).number_format = "[mm]:ss"
durations.save(FOLDER / "durations.xlsx")

times = {"millis": pyarrow.time32("ms"), "micros": pyarrow.time64("us"), "nanos": pyarrow.time64("ns")}
columns = {name: pyarrow.array(clocks[:3] + [None], kind) for name, kind in times.items()}
parquet.write_table(pyarrow.table({**columns, "y": [1.0, 2.0, 3.0, 4.0]}), FOLDER / "clocks.parquet")

read = pandas.read_excel(FOLDER / "odd.xlsx")
# Of Excel's day 0 on; pandas has openpyxl's timedeltas.
elapsed = pandas.read_excel(FOLDER / "durations.xlsx")
back = pandas.read_parquet(FOLDER / "clocks.parquet")
(FOLDER / "read.json").write_text(
    json.dumps(
        {
            "a": [None if pandas.isna(value) else value for value in read["a"]],
            "clock": [str(value) for value in read["clock"]],
            "worked": [value / datetime.timedelta(hours=1) for value in elapsed["worked"]],
            "pace": [value / datetime.timedelta(hours=1) for value in elapsed["pace"]],
            **{name: [None if value is None else str(value) for value in back[name]] for name in times},
        },
        indent=1,
    )
    + "\n"
)
