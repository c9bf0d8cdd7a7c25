"""
Writes small networks as PyTorch's exporters do, with what ONNX Runtime computes of them and PyTorch's gradients:
`python write_onnx_networks.py FOLDER`, with torch, onnx, onnxscript and onnxruntime.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy
import onnxruntime
import torch
from torch import nn

warnings.filterwarnings("ignore")


class Convolutional(nn.Module):
    """Convolutions with strides and padding, pooling of all kinds, a normalisation that no exporter can fold away."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 3, 3, padding=1)
        self.bn = nn.BatchNorm2d(3)
        self.layers = nn.Sequential(nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False), nn.ReLU(), nn.Conv2d(4, 4, 1))
        self.fc = nn.Linear(12, 3)

    def forward(self, x):
        x = self.bn(nn.functional.leaky_relu(self.stem(x), 0.1))
        halved = nn.functional.max_pool2d(x, 3, 2, 1)
        x = self.layers(x)
        x = torch.cat([x, halved, nn.functional.avg_pool2d(x, 3, 1, 1)], 1)[:, :9]
        x = torch.cat([nn.functional.adaptive_avg_pool2d(x, 1).flatten(1), x.mean((2, 3))[:, :3]], 1)
        return self.fc(x)


class Grouped(nn.Module):
    """Convolutions of groups of channels, and a normalisation of each picture."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 4, 3, padding=1)
        self.depthwise = nn.Conv2d(4, 8, 3, padding=1, groups=4)
        self.grouped = nn.Conv2d(8, 6, 3, padding=2, stride=2, groups=2, bias=False)
        self.norm = nn.InstanceNorm2d(6, affine=True)
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        x = self.depthwise(torch.relu(self.stem(x)))
        x = self.norm(self.grouped(nn.functional.silu(x)))
        return self.head(torch.tanh(x).amax((2, 3)) + x.mean((2, 3)))


class Attention(nn.Module):
    """A block of a vision transformer with a class token."""

    def __init__(self, width=8, heads=2):
        super().__init__()
        self.heads = heads
        self.patches = nn.Conv2d(1, width, 4, stride=4)
        self.cls_token = nn.Parameter(torch.randn(1, 1, width))
        self.position = nn.Parameter(torch.randn(1, 5, width))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 12), nn.GELU(), nn.Dropout(0.1), nn.Linear(12, width))
        self.head = nn.Linear(width, 3)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], 1) + self.position
        items, tokens, width = x.shape
        parts = self.qkv(self.norm1(x)).reshape(items, tokens, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q * (width // self.heads) ** -0.5) @ k.transpose(-2, -1)
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(items, tokens, width)
        x = x + self.proj(mixed)
        x = x + self.mlp(self.norm2(x))
        return self.head(x[:, 0])


class Dense(nn.Module):
    """Activations between dense layers, two normalisations that begin alike, arithmetic with constants."""

    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(5, 6), nn.Linear(6, 6), nn.Linear(6, 1)
        self.norm1, self.norm2 = nn.LayerNorm(6), nn.LayerNorm(6)

    def forward(self, x):
        x = self.norm1(torch.tanh(self.fc1(x)))
        x = self.norm2(nn.functional.elu(self.fc2(x)) + nn.functional.hardswish(x))
        x = nn.functional.softplus(x) * torch.sigmoid(x) / (1 + x.abs()) - x.clamp(-0.5, 0.5) ** 2
        return self.fc3(x)


class Segmenting(nn.Module):
    """Down, up again beside what was there before, and the classes of each pixel, which PyTorch has in front."""

    def __init__(self):
        super().__init__()
        self.down, self.deep = nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 6, 3, padding=1)
        self.up, self.head = nn.Conv2d(10, 4, 3, padding=1), nn.Conv2d(4, 3, 1)

    def forward(self, x):
        before = torch.relu(self.down(x))
        x = torch.relu(self.deep(nn.functional.max_pool2d(before, 2)))
        x = torch.cat([nn.functional.interpolate(x, scale_factor=2, mode="nearest"), before], 1)
        return self.head(torch.relu(self.up(x)))


class Normalised(nn.Module):
    """Batch normalisations that train, of pictures and of rows, and places where numbers are dropped."""

    def __init__(self):
        super().__init__()
        self.norm0 = nn.BatchNorm2d(1)
        self.stem = nn.Conv2d(1, 3, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(3, momentum=0.3, eps=1e-3)
        self.fc1 = nn.Linear(12, 5)
        self.norm2 = nn.BatchNorm1d(5)
        self.fc2 = nn.Linear(5, 3)
        self.drop1, self.drop2 = nn.Dropout(0.2), nn.Dropout(0.4)

    def forward(self, x):
        x = torch.relu(self.norm1(self.stem(self.norm0(x))))
        x = self.drop1(nn.functional.max_pool2d(x, 4)).flatten(1)
        return self.fc2(self.drop2(torch.tanh(self.norm2(self.fc1(x)))))


class Heteroscedastic(nn.Module):
    """Two heads: what is predicted, and the logarithm of the variance around it."""

    def __init__(self):
        super().__init__()
        self.body, self.mean, self.log_variance = nn.Linear(5, 6), nn.Linear(6, 1), nn.Linear(6, 1)

    def forward(self, x):
        x = torch.tanh(self.body(x))
        return self.mean(x), self.log_variance(x)


class Recurrent(nn.Module):
    """Layers whose gates lie in another order in ONNX: an LSTM of two layers in both directions, and a GRU."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1, 3, num_layers=2, bidirectional=True, batch_first=True)
        self.gru, self.fc = nn.GRU(6, 2, batch_first=True), nn.Linear(2, 1)

    def forward(self, x):
        return self.fc(self.gru(self.lstm(x.unsqueeze(-1))[0])[0][:, -1])


networks = {"convolutional": (Convolutional, (1, 8, 8)), "grouped": (Grouped, (1, 8, 8)), "attention": (Attention, (1, 8, 8)), "dense": (Dense, (5,)), "segmenting": (Segmenting, (1, 8, 12)), "heteroscedastic": (Heteroscedastic, (5,))}


def export(network, inputs, file, exporter, outputs=None):
    """With these names of its outputs, where it has several."""
    if exporter == "dynamo":
        shapes = ({0: torch.export.Dim("items")},)
        options = {"dynamic_shapes": shapes, "external_data": False, "verbose": False}
        torch.onnx.export(network, (inputs,), file, dynamo=True, output_names=outputs, **options)
        without_traces(file)
    else:
        axes = {name: {0: "items"} for name in ["x", *(outputs or [])]}
        options = {"input_names": ["x"], "dynamic_axes": axes, "opset_version": 17}
        torch.onnx.export(network, (inputs,), file, dynamo=False, output_names=outputs, **options)


def without_traces(file):
    """The exporter writes where each node's code stands on this machine, which is nobody's business elsewhere."""
    import onnx

    model = onnx.load(file)
    graphs = [model.graph, *model.functions]
    for part in [*graphs, *(node for graph in graphs for node in graph.node), *model.graph.value_info]:
        kept = [one for one in part.metadata_props if "stack_trace" not in one.key]
        del part.metadata_props[:]
        part.metadata_props.extend(kept)
    onnx.save(model, file)


def in_our_layout(name, module, gradient):
    """Kernels are [in, out], and [height, width, in, out]."""
    if isinstance(module, nn.Linear) and name.endswith("weight"):
        return gradient.T
    if isinstance(module, nn.Conv2d) and name.endswith("weight"):
        return gradient.permute(2, 3, 1, 0)
    return gradient


def record(network, inputs, file):
    session = onnxruntime.InferenceSession(file)
    # Of class maps the classes come last here; of [items, classes] they do anyway.
    given = session.run(None, {session.get_inputs()[0].name: inputs.numpy()})
    outputs = numpy.concatenate([numpy.moveaxis(output, 1, -1) for output in given], -1)
    factors = torch.linspace(-1, 1, outputs.size).reshape(outputs.shape)
    own = network(inputs)
    joined = torch.cat([output.movedim(1, -1) for output in (own if isinstance(own, tuple) else [own])], -1)
    (joined * factors).sum().backward()
    gradients = {
        name: in_our_layout(name, network.get_submodule(name.rpartition(".")[0]), tensor.grad).flatten().tolist()
        for name, tensor in network.named_parameters()
    }
    return {
        "inputs": numpy.moveaxis(inputs.numpy(), 1, -1).flatten().tolist(),
        "outputs": outputs.flatten().tolist(),
        "factors": factors.flatten().tolist(),
        "gradients": gradients,
    }


def export_training(network, inputs, file, exporter):
    """As a person exports a network that still trains: batch normalisations and dropout stay in the file."""
    if exporter == "dynamo":
        shapes = ({0: torch.export.Dim("items", min=2)},)
        options = {"dynamo": True, "dynamic_shapes": shapes, "external_data": False, "verbose": False}
        # Else normalisations are folded into the layers before them, with statistics that have seen no data.
        options["optimize"] = False
    else:
        options = {"dynamo": False, "input_names": ["x"], "dynamic_axes": {"x": {0: "items"}}, "opset_version": 17}
        options |= {"training": torch.onnx.TrainingMode.TRAINING, "do_constant_folding": False}
    torch.onnx.export(network, (inputs,), file, **options)
    if exporter == "dynamo":
        without_traces(file)


def record_training(network, inputs):
    """A step's forward pass and gradients in training mode, nothing dropped, and what running statistics come to."""
    for name, module in network.named_modules():
        if isinstance(module, nn.Dropout):
            module.eval()
    outputs = network(inputs)
    factors = torch.linspace(-1, 1, outputs.numel()).reshape(outputs.shape)
    (outputs * factors).sum().backward()
    gradients = {
        name: in_our_layout(name, network.get_submodule(name.rpartition(".")[0]), tensor.grad).flatten().tolist()
        for name, tensor in network.named_parameters()
    }
    running = {name: values.tolist() for name, values in network.named_buffers() if "running" in name}
    return {
        "inputs": numpy.moveaxis(inputs.numpy(), 1, -1).flatten().tolist(),
        "outputs": outputs.flatten().tolist(),
        "factors": factors.flatten().tolist(),
        "gradients": gradients,
        "running": running,
    }


def write_recurrent(folder):
    """The file and its state_dict: there gradients have no names of this module's."""
    from safetensors.torch import save_file

    torch.manual_seed(1)
    network = Recurrent().eval()
    export(network, torch.randn(4, 5), str(folder / "recurrent-dynamo.onnx"), "dynamo")
    save_file(network.state_dict(), folder / "recurrent.safetensors")


def write_training(folder):
    # Not where the modules alone are wanted, for predictions in PyTorch.
    import onnx

    for exporter in ("dynamo", "script"):
        torch.manual_seed(1)
        network = Normalised().train()
        for module in network.modules():
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                nn.init.uniform_(module.weight, 0.5, 1.5)
                nn.init.uniform_(module.bias, -0.5, 0.5)
        inputs = 2 + torch.randn(6, 1, 8, 8)
        file = str(folder / f"normalised-{exporter}.onnx")
        export_training(network, inputs, file, exporter)
        # Tracing a network that trains may have moved its statistics: those of the file are what a step begins at.
        written = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in onnx.load(file).graph.initializer}
        with torch.no_grad():
            for name, values in network.named_buffers():
                if "running" in name:
                    values.copy_(torch.from_numpy(written[name].copy()))
        (folder / f"normalised-{exporter}.json").write_text(json.dumps(record_training(network, inputs)))


def main(folder, *names):
    folder.mkdir(parents=True, exist_ok=True)
    if not names or "normalised" in names:
        write_training(folder)
    if not names or "recurrent" in names:
        write_recurrent(folder)
    for name, (make, shape) in networks.items():
        if names and name not in names:
            continue
        for exporter in ("dynamo", "script"):
            torch.manual_seed(1)
            network = make().eval()
            for module in network.modules():
                if isinstance(module, nn.BatchNorm2d):
                    nn.init.uniform_(module.running_mean, -1, 1)
                    nn.init.uniform_(module.running_var, 0.5, 2)
            inputs = torch.randn(2, *shape)
            file = folder / f"{name}-{exporter}.onnx"
            export(network, inputs, str(file), exporter)
            (folder / f"{name}-{exporter}.json").write_text(json.dumps(record(network, inputs, str(file))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
