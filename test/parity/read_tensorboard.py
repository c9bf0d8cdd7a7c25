"""
`python read_tensorboard.py FOLDER OUTPUT`: what TensorBoard's own reader finds in a folder of runs, as JSON:
{"scalars": {tag: [[step, seconds, value], ...]}, "texts": {tag: text}}, values as Python writes them.
"""

import json
import sys

from tensorboard.backend.event_processing import event_accumulator
from tensorboard.util import tensor_util

folder, output = sys.argv[1:]
accumulator = event_accumulator.EventAccumulator(folder, size_guidance={"tensors": 0})
accumulator.Reload()
scalars, texts = {}, {}
for tag in accumulator.Tags()["tensors"]:
    plugin = accumulator.SummaryMetadata(tag).plugin_data.plugin_name
    events = [(e.step, e.wall_time, tensor_util.make_ndarray(e.tensor_proto)) for e in accumulator.Tensors(tag)]
    if plugin == "scalars":
        scalars[tag] = [[step, seconds, repr(float(value.item()))] for step, seconds, value in events]
    elif plugin == "text":
        texts[tag] = events[0][2].item().decode()
with open(output, "w") as file:
    json.dump({"scalars": scalars, "texts": texts}, file)
