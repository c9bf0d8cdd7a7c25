"""Writes one table as CSV, as Parquet in several packings, and as an Excel workbook, into `fixtures/formats`.

python3 write_other_formats.py (pandas 3, pyarrow, openpyxl)
"""

from pathlib import Path

import numpy as np
import pandas

FOLDER = Path(__file__).parent / "fixtures" / "formats"
FOLDER.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(3)
rows = 120
table = pandas.DataFrame(
    {
        "whole": rng.integers(-5, 5, rows),
        "single": rng.normal(size=rows).astype("float32").round(2),
        "double": np.where(rng.random(rows) < 0.2, np.nan, rng.normal(size=rows).round(6)),
        "colour": rng.choice(["rot", "grün", "blau"], rows),
        "yes": rng.random(rows) < 0.5,
        "day": pandas.date_range("2024-02-27", periods=rows, freq="D"),
        "time": pandas.date_range("2024-02-27", periods=rows, freq="7h"),
        "same": 7,
    }
)
csv = table.copy()
csv["yes"] = csv["yes"].map({True: "true", False: "false"})
csv["day"] = csv["day"].dt.strftime("%Y-%m-%d")
csv["time"] = csv["time"].dt.strftime("%Y-%m-%dT%H:%M:%S.000").str.replace("T00:00:00.000", "")
csv.to_csv(FOLDER / "table.csv", index=False)
for packing in ["none", "snappy", "gzip", "brotli", "zstd"]:
    table.to_parquet(FOLDER / f"{packing}.parquet", compression=None if packing == "none" else packing)
table.set_index(rng.permutation(rows)).to_parquet(FOLDER / "indexed.parquet")
table.to_parquet(FOLDER / "second-format.parquet", data_page_version="2.0", compression="zstd")
table.to_excel(FOLDER / "table.xlsx", index=False)
