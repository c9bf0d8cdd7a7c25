"""Opens the data that came with the project."""

import json
from pathlib import Path

from fields import Fields
from pictures import Pictures
from series import Series
from tables import Table

KINDS = {"images": Pictures, "table": Table, "time-series": Series, "field": Fields}


def open_data(folder, experiment):
    """Reads, splits and standardises it as the experiment says."""
    kind = json.loads((Path(folder) / "data.json").read_text())["kind"]
    return KINDS[kind](folder, experiment)
