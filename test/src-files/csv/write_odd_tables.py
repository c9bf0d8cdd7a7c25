"""Writes tables as people have them, and what pandas reads of each column (numbers, texts, times, and which cells are missing), into `fixtures/odd`.

Where pandas takes a column for texts that are numbers with units or signs, the entry of its file says how they are taken off before
`pandas.to_numeric` reads it. python3 write_odd_tables.py (pandas 3)
"""

import json
from pathlib import Path

import pandas

FOLDER = Path(__file__).parent / "fixtures" / "odd"
FOLDER.mkdir(exist_ok=True)
OFF = {"unit": (r"[^0-9.eE+-]", ""), "money": (r"[$,]", ""), "swiss": (r"['’]|CHF", ""), "print": ("[−–]", "-")}
ROUND = {"float_precision": "round_trip"}
# Name: text, encoding, options of read_csv, columns whose signs are taken off.
FILES = {
    # Among texts NA is a text here (Namibia, "no alley"), and a missing value to pandas.
    "na-words": ("a,b\n1.5,x\nNA,x\nN/A,y\nnull,y\nNone,x\nnan,x\n<NA>,x\n,x\n2,x\n", "utf-8", {}, {}),
    "quoted-newlines": ('a,note\n1,"two\nlines"\n2,"a ""word"", a comma"\n', "utf-8", {}, {}),
    "bom": ("\ufeffa,b\n1,2\n3,4\n", "utf-8", {}, {}),
    "utf-16": ("größe\tb\n1\t2\n3\t4\n", "utf-16", {"sep": "\t", "encoding": "utf-16"}, {}),
    "crlf-and-blank-lines": ("a,b\r\n1,2\r\n\r\n3,4\r\n\r\n", "utf-8", {}, {}),
    "old-mac": ("a,b\r1,2\r3,4\r", "utf-8", {}, {}),
    "no-last-line-end": ("a,b\n1,2\n3,4", "utf-8", {}, {}),
    "spaces": ("a,b,c\n 1.5 ,2 , red\n3, 4,red \n", "utf-8", {"skipinitialspace": True}, {}),
    "exponents": ("a,b\n1e3,-2.5E+10\n1E-5,+4e0\n", "utf-8", ROUND, {}),
    "leading-zeros": ("zip,y\n00501,1\n01234,2\n", "utf-8", {}, {}),
    "large-whole-numbers": ("a,y\n12345678901234567890,1\n9007199254740993,2\n", "utf-8", {"dtype": {"a": float}, **ROUND}, {}),
    "many-digits": ("a,y\n0.1234567890123456789,1\n3.141592653589793238,2\n100000000000000000.5,3\n", "utf-8", ROUND, {}),
    "short-forms": ("a,y\n.5,1\n5.,2\n+3,3\n-0,4\n", "utf-8", ROUND, {}),
    "truths": ("a,b,y\nTrue,yes,1\nFalse,no,2\nTrue,yes,3\n", "utf-8", {"dtype": {"a": str}}, {}),
    "one-column": ("a\n1\n\n3\n", "utf-8", {"skip_blank_lines": False}, {}),
    "one-row": ("a,b\n1,x\n", "utf-8", {}, {}),
    "wide": (",".join(f"c{i}" for i in range(300)) + "\n" + "\n".join(",".join(str(row * i) for i in range(300)) for row in range(3)) + "\n", "utf-8", {}, {}),
    "days": ("day,y\n2020-02-28,1\n2020-02-29,2\n1969-12-31,3\n", "utf-8", {"parse_dates": ["day"]}, {}),
    "times": ("at,y\n2020-02-28T13:30:15Z,1\n2020-02-29T00:00:00.25Z,2\n2021-01-01T00:00:00+02:00,3\n", "utf-8", {"at": "utc"}, {}),
    "times-with-gaps": ("at,y\n2020-02-28 13:30,1\n,2\n2020-02-28 14:30,3\n", "utf-8", {"parse_dates": ["at"]}, {}),
    "percent": ("a,y\n34.6%,1\n5 %,2\n,3\n", "utf-8", {}, {"a": "unit"}),
    "units": ("m,t,v\n30.2 kg,21.5 °C,5 km/h\n31kg,-3 °C,7.5 km/h\n-1 kg,0 °C,1e1 km/h\n", "utf-8", {}, {"m": "unit", "t": "unit", "v": "unit"}),
    "money": ('price,y\n"$1,200.50",1\n-$3.00,2\n$7,3\n', "utf-8", {}, {"price": "money"}),
    "swiss": ("price,y\nCHF 1’328.50,1\nCHF 12’000’000.25,2\n", "utf-8", {}, {"price": "swiss"}),
    "print-minus": ("a,y\n−2.85,1\n3.1,2\n–1,3\n", "utf-8", {}, {"a": "print"}),
    "french": ("a;y\n1\u00a0234,5;1\n12\u202f500,25;2\n", "utf-8", {"sep": ";"}, {"a": "french"}),
    "accounting": ('a,y\n(12.3),1\n4.5,2\n"(1,000.25)",3\n', "utf-8", {}, {"a": "owed"}),
    "windows-1252": ("naïve,prix\n1,3 €\n2,4 €\n", "cp1252", {"encoding": "cp1252"}, {"prix": "unit"}),
    "spaces-in-names": ('"Größe, in m"; y\n1,5;2\n2,25;3\n', "utf-8", {"sep": ";", "decimal": ",", "skipinitialspace": True}, {}),
    "nothing-known": ("a,b,y\n,1,2\n,3,4\n", "utf-8", {}, {}),
    "whole-with-gaps": ("a,y\n1,1\n,2\n3,3\n", "utf-8", {}, {}),
    "quotes-inside": ('a,y\n5 o"clock,1\nsix,2\n', "utf-8", {"quoting": 3}, {}),
    "texts-of-numbers": ("a,y\nA1,1\nB2,2\nA1,3\n", "utf-8", {}, {}),
    "ordinals": ("a,y\n1st,1\n2nd,2\n3rd,3\n", "utf-8", {}, {}),
    "all-quoted": ('"a","b"\n"1.5","x"\n"2","y"\n', "utf-8", {}, {}),
    "tabs-and-quotes": ('a\tb\n"1\t2"\t3\nx\t4\n', "utf-8", {"sep": "\t"}, {}),
}  # fmt: skip


def taken_off(series, what):
    texts = series.astype("string")
    if what == "french":
        texts = texts.str.replace(r"\s", "", regex=True).str.replace(",", ".")
    elif what == "owed":
        texts = texts.str.replace(",", "").str.replace(r"^\((.*)\)$", r"-\1", regex=True)
    else:
        texts = texts.str.replace(OFF[what][0], OFF[what][1], regex=True)
    return pandas.to_numeric(texts).astype(float)


def column_facts(series):
    missing = series.isna()
    if pandas.api.types.is_datetime64_any_dtype(series):
        times = series.dt.tz_localize("UTC") if series.dt.tz is None else series
        since = [round((one - pandas.Timestamp(0, tz="UTC")) / pandas.Timedelta(milliseconds=1), 3) if one is not pandas.NaT else None for one in times]
        since = pandas.Series(since)
        kind, values = "times", since.tolist()
    elif pandas.api.types.is_numeric_dtype(series):
        kind, values = "numbers", series.astype(float).tolist()
    else:
        kind, values = "texts", [str(value).strip() for value in series]
    return {"kind": kind, "values": [None if gone else value for gone, value in zip(missing, values)]}


read = {}
for name, (text, encoding, options, signs) in FILES.items():
    file = FOLDER / f"{name}.csv"
    file.write_bytes(text.encode(encoding))
    utc = options.pop("at", None)
    table = pandas.read_csv(file, **options)
    if utc:
        table["at"] = pandas.to_datetime(table["at"], utc=True, format="ISO8601")
    for column, what in signs.items():
        table[column] = taken_off(table[column], what)
    read[name] = {str(column).strip(): column_facts(table[column]) for column in table.columns}
(FOLDER / "read.json").write_text(json.dumps(read, ensure_ascii=False, indent=None, separators=(",", ":")).replace('},"', '},\n"') + "\n")
