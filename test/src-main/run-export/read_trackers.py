"""
`python read_trackers.py MLFLOW_FOLDER WANDB_FILE OUTPUT`: what the packages mlflow and wandb themselves find in exported runs, as
JSON: {"mlflow": {"run": ..., "metrics": {name: [[step, milliseconds, value], ...]}}, "wandb": {...}}, numbers as Python writes them.
"""

import json
import os
import sys

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow.tracking import MlflowClient
from wandb.proto import wandb_internal_pb2
from wandb.sdk.internal.datastore import DataStore

folder, file, output = sys.argv[1:]

client = MlflowClient(tracking_uri=folder)
[run] = client.search_runs(["0"])
metrics = {
    name: [[point.step, point.timestamp, repr(point.value)] for point in client.get_metric_history(run.info.run_id, name)]
    for name in run.data.metrics
}
info = {"name": run.info.run_name, "status": run.info.status, "start": run.info.start_time, "end": run.info.end_time}

store = DataStore()
store.open_for_scan(file)
rows, kinds, settings, summary = [], [], {}, {}
while data := store.scan_data():
    record = wandb_internal_pb2.Record()
    record.ParseFromString(data)
    kinds.append(record.WhichOneof("record_type"))
    if record.HasField("history"):
        items = {item.key: json.loads(item.value_json) for item in record.history.item}
        assert record.history.step.num == items["_step"]
        rows.append(items)
    elif record.HasField("run"):
        settings = {item.key: json.loads(item.value_json) for item in record.run.config.update}
        head = {
            "id": record.run.run_id,
            "project": record.run.project,
            "name": record.run.display_name,
            "notes": record.run.notes,
            "tags": list(record.run.tags),
            "start": record.run.start_time.ToMilliseconds(),
        }
    elif record.HasField("summary"):
        summary = {item.key: json.loads(item.value_json) for item in record.summary.update}

with open(output, "w") as out:
    json.dump(
        {
            "mlflow": {"info": info, "params": run.data.params, "tags": run.data.tags, "metrics": metrics},
            "wandb": {"head": head, "kinds": kinds, "settings": settings, "summary": summary, "rows": rows},
        },
        out,
    )
