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

times = {"millis": pyarrow.time32("ms"), "micros": pyarrow.time64("us"), "nanos": pyarrow.time64("ns")}
columns = {name: pyarrow.array(clocks[:3] + [None], kind) for name, kind in times.items()}
parquet.write_table(pyarrow.table({**columns, "y": [1.0, 2.0, 3.0, 4.0]}), FOLDER / "clocks.parquet")

read = pandas.read_excel(FOLDER / "odd.xlsx")
back = pandas.read_parquet(FOLDER / "clocks.parquet")
(FOLDER / "read.json").write_text(
    json.dumps(
        {
            "a": [None if pandas.isna(value) else value for value in read["a"]],
            "clock": [str(value) for value in read["clock"]],
            **{name: [None if value is None else str(value) for value in back[name]] for name in times},
        },
        indent=1,
    )
    + "\n"
)
