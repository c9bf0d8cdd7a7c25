"""
Writes the onnx package's own tests of operators as files: `python write_operator_cases.py FOLDER`. Each becomes a folder
with model.onnx, the tensors input_0.pb, ... and output_0.pb, ..., and the tolerances that onnx itself asks for.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

warnings.filterwarnings("ignore")


def write(case, folder):
    """False where the test is of anything else than tensors of numbers."""
    inputs, outputs = case.data_sets[0]
    arrays = [*inputs, *outputs]
    if not all(isinstance(array, (numpy.ndarray, numpy.generic, onnx.TensorProto)) for array in arrays):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(case.model, folder / "model.onnx")
    for kind, tensors in (("input", inputs), ("output", outputs)):
        for place, tensor in enumerate(tensors):
            proto = tensor if isinstance(tensor, onnx.TensorProto) else numpy_helper.from_array(numpy.asarray(tensor))
            (folder / f"{kind}_{place}.pb").write_bytes(proto.SerializeToString())
    return True


def proto_type(array):
    proto = array if isinstance(array, onnx.TensorProto) else numpy_helper.from_array(numpy.asarray(array))
    return onnx.TensorProto.DataType.Name(proto.data_type)


def main(folder):
    cases = []
    for case in collect_testcases():
        graph = case.model.graph
        operator = graph.node[-1].op_type
        if case.name.endswith("_expanded") or "_expanded_" in case.name or len(graph.node) != 1 or graph.node[0].domain not in ("", "ai.onnx"):
            continue
        if write(case, folder / case.name):
            inputs, outputs = case.data_sets[0]
            # Numbers of 16 bits are computed here in 32, and were rounded on the way: to 11 or 8 bits, more than once.
            types = {proto_type(array) for array in outputs}
            coarse = 2**-6 if "BFLOAT16" in types else 2**-9 if "FLOAT16" in types else 0
            sizes = {"inputs": len(inputs), "outputs": len(outputs)}
            cases.append({"name": case.name, "operator": operator, "rtol": max(case.rtol, coarse), "atol": case.atol, **sizes})
    (folder / "cases.json").write_text(json.dumps(cases))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
