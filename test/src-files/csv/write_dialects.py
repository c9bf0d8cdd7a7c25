"""Writes tables in dialects, and what pandas reads of them when it is told how, into `fixtures`.

python3 write_dialects.py (pandas 3)
"""

import json
from pathlib import Path

import pandas

FOLDER = Path(__file__).parent / "fixtures"
FOLDER.mkdir(exist_ok=True)
FILES = {
    "german.csv": ("Größe;Preis;Stück\r\n0,1257;1.900,82;3\r\n-0,5357;1.941,78;4\r\n-2;12;5\r\n", "utf-8", {"sep": ";", "decimal": ",", "thousands": "."}),
    "excel.csv": ("\ufeffa;b\n1,5;2,25\n3;4\n", "utf-8", {"sep": ";", "decimal": ","}),
    "french.csv": ("a;b\n1 234,5;2\n3 456 789,25;-4\n", "utf-8", {"sep": ";", "decimal": ",", "thousands": " "}),
    "english.csv": ('a,price\n0.1257,"1,900.82"\n-0.5357,"12,345"\n', "utf-8", {"thousands": ","}),
    "tabs.tsv": ("a\tb\tc\n1.5\t2\t3e-4\n4\t5,000\t6\n", "utf-8", {"sep": "\t", "thousands": ","}),
    "bars.txt": ("a|b\n1.5|2\n3|4.25\n", "utf-8", {"sep": "|"}),
    "latin1.csv": ("Größe,Höhe\n0.5,1.25\n2,3\n", "latin-1", {"encoding": "latin-1"}),
    "quoted.csv": ('"a; one";"b\ntwo"\n"1,5";2\n"2,5";3\n', "utf-8", {"sep": ";", "decimal": ","}),
    "comma-in-names.csv": ("T, C;P, hPa\n1,5;1013,2\n2,5;1000,1\n", "utf-8", {"sep": ";", "decimal": ","}),
    "semicolon-points.csv": ("a;b\n1.5;2\n3.25;1,234.5\n", "utf-8", {"sep": ";", "thousands": ","}),
    "only-groups.csv": ('a,b\n"1,234",1\n"5,678",2\n', "utf-8", {"thousands": ","}),
    "only-threes.csv": ("a;b\n1,234;1\n5,678;2\n", "utf-8", {"sep": ";", "decimal": ","}),
    "plain.csv": ("a,b\n1.5,2\n-3,.25\n", "utf-8", {}),
}  # fmt: skip

read = {}
for name, (text, encoding, options) in FILES.items():
    (FOLDER / name).write_bytes(text.encode(encoding))
    table = pandas.read_csv(FOLDER / name, **options)
    read[name] = {"columns": list(table.columns), "values": table.astype(float).values.tolist()}
(FOLDER / "read.json").write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n")
