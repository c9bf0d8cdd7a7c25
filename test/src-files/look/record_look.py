"""Writes a table, and what pandas says of its columns, into `fixtures`.

python3 record_look.py (pandas 3, NumPy 2)
"""

import json
from pathlib import Path

import numpy as np
import pandas

FOLDER = Path(__file__).parent / "fixtures"
FOLDER.mkdir(exist_ok=True)
rng = np.random.default_rng(7)
rows = 300
length = rng.normal(170, 10, rows).round(3)
table = pandas.DataFrame(
    {
        "length": length,
        "in inches": (length / 2.54).round(9),
        "colour": rng.choice(["red", "green", "blue"], rows, p=[0.5, 0.3, 0.2]),
        "weight": np.where(rng.random(rows) < 0.1, np.nan, rng.gamma(3, 2, rows).round(4)),
        "when": pandas.date_range("2020-02-28", periods=rows, freq="D").strftime("%Y-%m-%d"),
        "price": rng.normal(0, 1, rows).round(5),
    }
)
table = pandas.concat([table, table.iloc[[3, 3, 120]]], ignore_index=True)
table.to_csv(FOLDER / "table.csv", index=False)
read = pandas.read_csv(FOLDER / "table.csv")
numbers = read.select_dtypes("number")
facts = {
    "rows": len(read),
    "duplicated": int(read.duplicated().sum()),
    "columns": {
        name: {
            "empty": int(read[name].isna().sum()),
            "different": int(read[name].nunique()),
            **(
                {
                    "least": float(read[name].min()),
                    "most": float(read[name].max()),
                    "mean": float(read[name].mean()),
                    "std": float(read[name].std(ddof=0)),
                    "histogram": np.histogram(read[name].dropna(), 24)[0].tolist(),
                }
                if name in numbers
                else {}
            ),
        }
        for name in read.columns
    },
    "frequent": [[text, int(count)] for text, count in read["colour"].value_counts().items()],
}
(FOLDER / "look.json").write_text(json.dumps(facts, indent=1) + "\n")
