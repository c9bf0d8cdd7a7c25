"""`python read_parquet.py FILE OUTPUT`: the table that pyarrow reads from a Parquet file, as JSON columns of texts."""

import json
import sys

import pyarrow.parquet

file, output = sys.argv[1:]
table = pyarrow.parquet.read_table(file)
columns = {name: [str(value) for value in table[name].to_pylist()] for name in table.column_names}
settings = table.schema.metadata[b"parasample.run"].decode()
with open(output, "w") as out:
    json.dump({"columns": columns, "settings": settings}, out)
