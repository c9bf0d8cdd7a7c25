"""
`python run_network.py FOLDER ...`: runs the exported network of each folder, model.onnx by ONNX Runtime or a SavedModel by
TensorFlow, on the tensor `inputs` of its inputs.safetensors, twice; writes what it gives by name into
outputs.safetensors, the second run's under `again/NAME`.
"""

import sys
from pathlib import Path

from safetensors.numpy import load_file, save_file


def onnx_network(path):
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    names = [output.name for output in session.get_outputs()]
    about = session.get_modelmeta().custom_metadata_map
    assert (given.name, given.shape[0]) == ("inputs", "items"), given
    assert about["inputs"].startswith("[items"), about
    return lambda inputs: dict(zip(names, session.run(names, {given.name: inputs})))


def tensorflow_network(path):
    import tensorflow

    signature = tensorflow.saved_model.load(str(path)).signatures["serving_default"]
    assert signature.structured_input_signature[1]["inputs"].shape[0] is None
    return lambda inputs: {name: value.numpy() for name, value in signature(inputs=tensorflow.constant(inputs)).items()}


for folder in map(Path, sys.argv[1:]):
    onnx = folder / "model.onnx"
    run = onnx_network(onnx) if onnx.exists() else tensorflow_network(folder)
    inputs = load_file(folder / "inputs.safetensors")["inputs"]
    first, second = run(inputs), run(inputs)
    again = {f"again/{name}": value for name, value in second.items()}
    save_file({**first, **again}, folder / "outputs.safetensors")
