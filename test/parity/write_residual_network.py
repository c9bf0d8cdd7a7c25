"""
Writes a network whose layers have something go past them, in all the ways that people write it, with what ONNX Runtime
computes of it and the slopes of the sum of its squared outputs by every number, which are differences of onnx's own
reference evaluator in double precision: `python write_residual_network.py FOLDER`, with onnx and onnxruntime.
"""

import json
import math
import sys
from pathlib import Path

import numpy
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun

random = numpy.random.default_rng(7)
nodes, weights = [], {}


class Erf(OpRun):
    """The evaluator's own rounds to single precision."""

    def _run(self, x):
        return (numpy.vectorize(math.erf, otypes=[numpy.float64])(x),)


def node(kind, inputs, output, **attributes):
    nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
    return output


def weight(name, *shape):
    weights[name] = (0.6 * random.standard_normal(shape) / numpy.sqrt(numpy.prod(shape[1:]))).astype(numpy.float32)
    return name


def convolution(name, x, into, out):
    given = [x, weight(f"{name}.weight", out, into, 3, 3), weight(f"{name}.bias", out)]
    return node("Conv", given, name, kernel_shape=[3, 3], pads=[1, 1, 1, 1])


def linear(name, x, into, out):
    return node("Gemm", [x, weight(f"{name}.weight", out, into), weight(f"{name}.bias", out)], name, transB=1)


def linear_in_two(name, x, into, out):
    """As the newer of PyTorch's exporters has layers of more than two axes."""
    product = node("MatMul", [x, weight(f"{name}.weight", into, out)], f"{name}.product")
    return node("Add", [product, weight(f"{name}.bias", out)], name)


def gelu(name, x):
    """Exact, in five nodes."""
    root, half, one = ("root", "half", "one")
    erf = node("Erf", [node("Div", [x, root], f"{name}.over")], f"{name}.erf")
    product = node("Mul", [x, node("Add", [erf, one], f"{name}.more")], f"{name}.twice")
    return node("Mul", [product, half], name)


def network():
    x = node("Relu", [convolution("stem", "x", 1, 3)], "start")
    # act(x + b + r), the block of a ResNet: what goes past comes second, or first.
    deep = convolution("block1.conv2", node("Relu", [convolution("block1.conv1", x, 3, 4)], "block1.inner"), 4, 3)
    x = node("Relu", [node("Add", [deep, x], "block1.sum")], "block1")
    past = convolution("block2.shortcut", x, 3, 3)
    x = node("Relu", [node("Add", [past, convolution("block2.conv", x, 3, 3)], "block2.sum")], "block2")
    # act(x + b) + r
    x = node("Add", [node("Relu", [convolution("block3.conv", x, 3, 3)], "block3.inner"), x], "block3")
    # The sum is taken twice, with and without a rectifier.
    both = node("Add", [x, convolution("block4.conv", x, 3, 3)], "block4.sum")
    x = node("Add", [node("Relu", [both], "block4.inner"), both], "block4")
    x = node("Flatten", [node("GlobalAveragePool", [x], "pooled")], "flat", axis=1)
    x = linear("widen", x, 3, 6)
    x = node("Relu", [node("Add", [linear("dense1", x, 6, 6), x], "dense1.sum")], "dense1.out")
    x = node("Add", [x, node("Relu", [linear_in_two("dense2", x, 6, 6)], "dense2.inner")], "dense2.out")
    x = node("Add", [gelu("dense3.inner", linear_in_two("dense3", x, 6, 6)), x], "dense3.out")
    x = gelu("dense4.out", node("Add", [linear("dense4", x, 6, 6), x], "dense4.sum"))
    x = node("Add", [x, linear_in_two("dense5", x, 6, 6)], "dense5.out")
    return linear("head", x, 6, 3)


def evaluated(model, numbers):
    """In double precision, with these instead of the model's own initializers."""
    double = type(model)()
    double.CopyFrom(model)
    del double.graph.initializer[:]
    double.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in numbers.items() if name != "x")
    return numpy.asarray(ReferenceEvaluator(double, new_ops=[Erf]).run(None, {"x": numbers["x"]})[0])


def slopes(model, numbers, name, step=1e-5):
    values = numbers[name]
    out = numpy.zeros_like(values)
    for place in numpy.ndindex(values.shape):
        ends = []
        for sign in (1, -1):
            moved = values.copy()
            moved[place] += sign * step
            ends.append((evaluated(model, {**numbers, name: moved}) ** 2).sum())
        out[place] = (ends[0] - ends[1]) / (2 * step)
    return out


def in_our_layout(name, values):
    """Kernels are [in, out], and [height, width, in, out]; pictures have their channels last."""
    if values.ndim == 4:
        return values.transpose(0, 2, 3, 1) if name == "x" else values.transpose(2, 3, 1, 0)
    is_transposed = values.ndim == 2 and not any(name.startswith(one) for one in ("dense2", "dense3", "dense5"))
    return values.T if is_transposed else values


def main(folder):
    result = network()
    constants = {"root": numpy.sqrt(2), "half": 0.5, "one": 1}
    tensors = {**weights, **{name: numpy.float32(value) for name, value in constants.items()}}
    graph = helper.make_graph(
        nodes,
        "residual",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["items", 1, 6, 5])],
        [helper.make_tensor_value_info(result, TensorProto.FLOAT, ["items", 3])],
        [numpy_helper.from_array(numpy.asarray(value), name) for name, value in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model, full_check=True)
    file = folder / "residual.onnx"
    file.write_bytes(model.SerializeToString())
    inputs = random.standard_normal((2, 1, 6, 5)).astype(numpy.float32)
    outputs = onnxruntime.InferenceSession(str(file)).run(None, {"x": inputs})[0]
    numbers = {name: numpy.asarray(value, numpy.float64) for name, value in {**tensors, "x": inputs}.items()}
    gradients = {name: in_our_layout(name, slopes(model, numbers, name)) for name in [*weights, "x"]}
    record = {
        "inputs": in_our_layout("x", inputs).flatten().tolist(),
        "outputs": outputs.flatten().tolist(),
        "gradients": {name: values.flatten().tolist() for name, values in gradients.items()},
    }
    (folder / "residual.json").write_text(json.dumps(record))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
