"""
Exports networks of torchvision, timm, PyTorch, Keras and scikit-learn with random weights, with what ONNX Runtime computes of
them and PyTorch's gradients: `python write_network_zoo.py FOLDER [NAME ...]`.
"""

import json
import os
import sys
import traceback
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import numpy
import onnxruntime
import timm
import torch
import torchvision.models as tv
from torch import nn

warnings.filterwarnings("ignore")
torch.backends.mha.set_fastpath_enabled(False)


class UNet(nn.Module):
    """Two levels; up by a transposed convolution and by an interpolation."""

    def __init__(self):
        super().__init__()
        block = lambda a, b: nn.Sequential(nn.Conv2d(a, b, 3, padding=1, bias=False), nn.GroupNorm(2, b), nn.SiLU())
        self.down1, self.down2, self.bottom = block(3, 8), block(8, 16), block(16, 16)
        self.up2, self.join2 = nn.ConvTranspose2d(16, 16, 2, stride=2), block(32, 8)
        self.up1, self.join1 = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), block(16, 8)
        self.head = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        first = self.down1(x)
        second = self.down2(nn.functional.max_pool2d(first, 2))
        x = self.bottom(nn.functional.max_pool2d(second, 2))
        x = self.join2(torch.cat([second, self.up2(x)], 1))
        return self.head(self.join1(torch.cat([first, self.up1(x)], 1)))


class Decoder(nn.Module):
    """Transposed convolutions whose filters overlap, with groups, gaps and output padding."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(3, 8, 3, stride=4, padding=1), nn.PReLU(8),
            nn.ConvTranspose2d(8, 12, 4, stride=2, padding=1, groups=2), nn.Mish(),
            nn.ConvTranspose2d(12, 8, 3, stride=2, padding=1, output_padding=1), nn.SELU(),
            nn.ConvTranspose2d(8, 2, 3, padding=2, dilation=2),
        )

    def forward(self, x):
        return self.net(x)


class Translator(nn.Module):
    """Encoder and decoder, each step seeing those before."""

    def __init__(self, width=16):
        super().__init__()
        self.embed, self.start = nn.Linear(3, width), nn.Parameter(torch.randn(4, width))
        self.transformer = nn.Transformer(width, 2, 2, 2, 32, dropout=0.0, batch_first=True, norm_first=True)
        self.head = nn.Linear(width, 1)
        self.register_buffer("mask", nn.Transformer.generate_square_subsequent_mask(4), persistent=False)

    def forward(self, x):
        asked = self.start.expand(x.shape[0], -1, -1)
        return self.head(self.transformer(self.embed(x), asked, tgt_mask=self.mask, tgt_is_causal=True))[..., 0]


class Temporal(nn.Module):
    """Causal convolutions of a series, whose gaps double."""

    def __init__(self, width=8):
        super().__init__()
        self.first = nn.Conv1d(3, width, 3)
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, dilation=2**k) for k in range(3))
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) for _ in range(3))
        self.head = nn.Linear(width, 2)

    def forward(self, x):
        x = self.first(nn.functional.pad(x.transpose(1, 2), (2, 0)))
        for k, (layer, norm) in enumerate(zip(self.layers, self.norms)):
            x = x + torch.relu(norm(layer(nn.functional.pad(x, (2 * 2**k, 0)))))
        return self.head(x[..., -1])


class Series(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Conv1d(3, 8, 5, stride=2, padding=2), nn.ELU(), nn.MaxPool1d(2), nn.Conv1d(8, 8, 3, groups=4), nn.GELU(), nn.AvgPool1d(2, ceil_mode=True), nn.Flatten(), nn.LazyLinear(3))

    def forward(self, x):
        return self.net(x.transpose(1, 2))


class Volume(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Conv3d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool3d(2), nn.Conv3d(4, 6, 3, stride=2, padding=1), nn.InstanceNorm3d(6, affine=True), nn.Tanh(), nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Linear(6, 3))

    def forward(self, x):
        return self.net(x.permute(0, 2, 3, 1)[:, None])


class Recurrent(nn.Module):
    def __init__(self, kind, **settings):
        super().__init__()
        self.rnn = kind(3, 8, batch_first=True, **settings)
        self.head = nn.Linear(8 * (2 if settings.get("bidirectional") else 1), 2)

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1])


class NBeats(nn.Module):
    """Blocks that explain the series and leave the rest to the next (Oreshkin et al., arXiv 1905.10437)."""

    def __init__(self, steps=12, horizon=4):
        super().__init__()
        self.blocks = nn.ModuleList(nn.Sequential(nn.Linear(steps, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU()) for _ in range(3))
        self.back = nn.ModuleList(nn.Linear(16, steps) for _ in range(3))
        self.ahead = nn.ModuleList(nn.Linear(16, horizon, bias=False) for _ in range(3))

    def forward(self, x):
        x, total = x[..., 0], 0
        for block, back, ahead in zip(self.blocks, self.back, self.ahead):
            hidden = block(x)
            x, total = x - back(hidden), total + ahead(hidden)
        return total


class Spline(nn.Module):
    """Layers of cubic B-splines on each edge (Liu et al., arXiv 2404.19756), by Where, Clip and Pow."""

    def __init__(self, inputs, outputs, knots=8):
        super().__init__()
        self.base = nn.Linear(inputs, outputs)
        self.coefficients = nn.Parameter(0.1 * torch.randn(outputs, inputs, knots))
        self.register_buffer("grid", torch.linspace(-2, 2, knots))

    def forward(self, x):
        distance = ((x[..., None].clamp(-3, 3) - self.grid) / (self.grid[1] - self.grid[0])).abs()
        near = 2 / 3 - distance**2 + distance**3 / 2
        far = (2 - distance).clamp(min=0) ** 3 / 6
        basis = torch.where(distance < 1, near, far)
        return self.base(nn.functional.silu(x)) + torch.einsum("bik,oik->bo", basis, self.coefficients)


def keras_cnn():
    import keras

    return keras.Sequential([keras.Input((16, 16, 3)), keras.layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"), keras.layers.DepthwiseConv2D(3), keras.layers.BatchNormalization(), keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(3)])


def keras_unet():
    import keras

    x = keras.Input((16, 16, 3))
    down = keras.layers.Conv2D(8, 3, padding="same", activation="swish")(x)
    low = keras.layers.Conv2D(8, 3, padding="same", activation="swish")(keras.layers.MaxPooling2D()(down))
    up = keras.layers.Conv2DTranspose(8, 3, strides=2, padding="same")(low)
    return keras.Model(x, keras.layers.Conv2D(2, 1)(keras.layers.Concatenate()([down, up])))


picture, row, series = (3, 32, 32), (5,), (12, 3)
script, dynamo = "script", "dynamo"
vit = dict(img_size=32, patch_size=8, embed_dim=24, depth=2, num_heads=3, num_classes=3)
swin = dict(patch_size=[2, 2], embed_dim=12, depths=[2, 2], num_heads=[2, 4], window_size=[4, 4], num_classes=3)

networks = {
    "torchvision ResNet-18": (lambda: tv.resnet18(num_classes=3), picture, script),
    "torchvision ResNeXt": (lambda: tv.ResNet(tv.resnet.Bottleneck, [1, 1, 1, 1], 3, groups=4, width_per_group=4), picture, script),
    "torchvision DenseNet": (lambda: tv.DenseNet(8, (2, 2, 2), 16, num_classes=3), picture, script),
    "torchvision MobileNetV2": (lambda: tv.mobilenet_v2(num_classes=3, width_mult=0.35), picture, script),
    "torchvision MobileNetV3": (lambda: tv.mobilenet_v3_small(num_classes=3, width_mult=0.5), picture, script),
    "torchvision EfficientNet-B0": (lambda: tv.efficientnet_b0(num_classes=3), picture, script),
    "torchvision ShuffleNetV2": (lambda: tv.shufflenet_v2_x0_5(num_classes=3), picture, script),
    "torchvision SqueezeNet": (lambda: tv.squeezenet1_1(num_classes=3), (3, 64, 64), script),
    "torchvision MNASNet": (lambda: tv.mnasnet0_5(num_classes=3), picture, script),
    "torchvision RegNet": (lambda: tv.regnet_y_400mf(num_classes=3), picture, script),
    "torchvision VisionTransformer": (lambda: tv.VisionTransformer(32, 8, 2, 2, 16, 32, num_classes=3), picture, dynamo),
    "torchvision Swin": (lambda: tv.SwinTransformer(**swin), picture, script),
    "torchvision SwinV2": (lambda: tv.SwinTransformer(**swin, block=tv.swin_transformer.SwinTransformerBlockV2, downsample_layer=tv.swin_transformer.PatchMergingV2), picture, script),
    "timm ConvNeXt": (lambda: timm.models.ConvNeXt(num_classes=3, depths=(1, 1, 2, 1), dims=(8, 16, 24, 32)), picture, dynamo),
    "timm ViT": (lambda: timm.models.VisionTransformer(**vit), picture, script),
    "timm ViT by dynamo": (lambda: timm.models.VisionTransformer(**vit), picture, dynamo),
    "timm DeiT": (lambda: timm.models.deit.VisionTransformerDistilled(**vit), picture, script),
    "timm MLP-Mixer": (lambda: timm.models.MlpMixer(num_classes=3, img_size=32, patch_size=8, num_blocks=2, embed_dim=24), picture, script),
    "timm ResMLP": (lambda: timm.models.MlpMixer(num_classes=3, img_size=32, patch_size=8, num_blocks=2, embed_dim=24, mlp_ratio=4, block_layer=timm.models.mlp_mixer.ResBlock, norm_layer=timm.models.mlp_mixer.Affine), picture, script),
    "timm CaiT": (lambda: timm.models.Cait(num_classes=3, img_size=32, patch_size=8, embed_dim=24, depth=2, num_heads=3), picture, script),
    "timm ResNet with squeeze and excitation": (lambda: timm.models.ResNet(timm.models.resnet.BasicBlock, (1, 1, 1, 1), 3, channels=(8, 16, 24, 32), stem_width=8, block_args=dict(attn_layer="se")), picture, script),
    "timm MobileNetV4": (lambda: timm.create_model("mobilenetv4_conv_small_050", num_classes=3), (3, 64, 64), script),
    "timm ByobNet": (lambda: timm.create_model("test_byobnet", num_classes=3), (3, 64, 64), script),
    "timm PoolFormer": (lambda: timm.models.MetaFormer(num_classes=3, depths=(1, 1, 1, 1), dims=(8, 16, 24, 32), token_mixers=timm.models.metaformer.Pooling), picture, script),
    "U-Net": (UNet, picture, script),
    "U-Net by dynamo": (UNet, picture, dynamo),
    "transposed convolutions": (Decoder, picture, dynamo),
    "encoder-decoder Transformer": (Translator, series, dynamo),
    "TCN": (Temporal, series, script),
    "1-D CNN": (Series, (24, 3), script),
    "3-D CNN": (Volume, (8, 8, 8), script),
    "LSTM of two layers": (lambda: Recurrent(nn.LSTM, num_layers=2), series, script),
    "bidirectional LSTM": (lambda: Recurrent(nn.LSTM, bidirectional=True), series, dynamo),
    "GRU": (lambda: Recurrent(nn.GRU), series, script),
    "bidirectional GRU": (lambda: Recurrent(nn.GRU, num_layers=2, bidirectional=True), series, script),
    "RNN": (lambda: Recurrent(nn.RNN), series, script),
    "N-BEATS": (NBeats, (12, 1), dynamo),
    "KAN": (lambda: nn.Sequential(Spline(5, 6), Spline(6, 2)), row, dynamo),
    "Keras CNN": (keras_cnn, (16, 16, 3), "keras"),
    "Keras U-Net": (keras_unet, (16, 16, 3), "keras"),
    "scikit-learn MLP": (None, row, "sklearn"),
}

# Gates in ONNX's order.
gates = {nn.LSTM: [0, 3, 1, 2], nn.GRU: [1, 0, 2], nn.RNN: [0]}


def shuffle(network):
    """Weights and statistics that no exporter takes for ones or zeros."""
    for module in network.modules():
        for name in ("running_mean", "running_var"):
            if isinstance(getattr(module, name, None), torch.Tensor):
                nn.init.uniform_(getattr(module, name), *((-0.5, 0.5) if name == "running_mean" else (0.5, 2)))
    with torch.no_grad():
        for tensor in network.parameters():
            if tensor.ndim <= 1 or tensor.shape[-1] == 1 or tensor.abs().max() < 1e-3:
                tensor.add_(0.2 * torch.randn_like(tensor))


def export(network, inputs, file, exporter):
    if exporter == dynamo:
        shapes = ({0: torch.export.Dim("items")},)
        torch.onnx.export(network, (inputs,), file, dynamo=True, dynamic_shapes=shapes, external_data=False, verbose=False)
    else:
        axes = {"x": {0: "items"}}
        # Else normalisations are folded into the convolutions before them, and are no parameters any more.
        kept = torch.onnx.TrainingMode.PRESERVE
        torch.onnx.export(network, (inputs,), file, dynamo=False, training=kept, input_names=["x"], dynamic_axes=axes, opset_version=17)


def in_our_layout(module, gradient):
    if isinstance(module, nn.Linear) and gradient.ndim == 2:
        return gradient.T
    if isinstance(module, (nn.modules.conv._ConvNd)) and gradient.ndim > 1:
        return gradient.permute(*range(2, gradient.ndim), 1, 0)
    return gradient


def recurrent_gradients(path, module):
    order = gates[type(module)]
    ways = ["", "_reverse"] if module.bidirectional else [""]
    in_order = lambda name: torch.cat([getattr(module, name).grad.chunk(len(order))[at] for at in order])
    for layer in range(module.num_layers):
        name = path if layer == 0 else f"{path}_{layer + 1}"
        for kind in ("weight_ih", "weight_hh"):
            yield f"{name}.{kind}", torch.stack([in_order(f"{kind}_l{layer}{way}") for way in ways])
        both = [torch.cat([in_order(f"{kind}_l{layer}{way}") for kind in ("bias_ih", "bias_hh")]) for way in ways]
        yield f"{name}.bias", torch.stack(both)


def gradients_of(network):
    recurrent = {path: module for path, module in network.named_modules() if type(module) in gates}
    for path, module in recurrent.items():
        yield from recurrent_gradients(path, module)
    for name, tensor in network.named_parameters():
        parent, _, own = name.rpartition(".")
        # Their module's name is all that exporters leave of them.
        if own in ("in_proj_weight", "in_proj_bias"):
            yield f"{parent}.{own.removeprefix('in_proj_')}", tensor.grad.T
            continue
        if parent not in recurrent and tensor.grad is not None:
            yield name, in_our_layout(network.get_submodule(parent), tensor.grad)


def sklearn_network(file):
    from skl2onnx import to_onnx
    from sklearn.neural_network import MLPClassifier

    random = numpy.random.default_rng(1)
    inputs = random.normal(size=(60, 5)).astype(numpy.float32)
    network = MLPClassifier((8, 6), max_iter=20, random_state=1).fit(inputs, random.integers(0, 3, 60))
    file.write_bytes(to_onnx(network, inputs[:1], options={"zipmap": False}).SerializeToString())
    return inputs[:2]


def write(make, shape, exporter, folder):
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "net.onnx"
    torch.manual_seed(1)
    gradients, buffers = {}, []
    if exporter == "sklearn":
        data = sklearn_network(file)
    elif exporter == "keras":
        network = make()
        data = torch.randn(2, *shape).numpy()
        network(data)
        network.export(str(file), format="onnx", verbose=False)
    else:
        inputs = torch.randn(2, *shape)
        network = make().eval()
        network(inputs)
        shuffle(network)
        export(network, inputs, str(file), exporter)
        data = inputs.numpy()
    session = onnxruntime.InferenceSession(str(file))
    outputs = session.run(None, {session.get_inputs()[0].name: data})[-1]
    factors = numpy.linspace(-1, 1.7, outputs.size, dtype=numpy.float32).reshape(outputs.shape)
    if exporter in (script, dynamo):
        (network(inputs) * torch.from_numpy(factors)).sum().backward()
        # Exporters name them as they do parameters.
        buffers = [name for name, _ in network.named_buffers()]
        gradients = {name: gradient.contiguous().numpy() for name, gradient in gradients_of(network)}
    isPicture = len(shape) == 3 and exporter in (script, dynamo)
    given = numpy.moveaxis(data, 1, -1) if isPicture else data
    parts = {"inputs": given, "outputs": outputs, "factors": factors, **{f"gradient {name}": one for name, one in gradients.items()}}
    (folder / "numbers.bin").write_bytes(b"".join(numpy.ascontiguousarray(one, numpy.float32).tobytes() for one in parts.values()))
    index = [{"name": name, "shape": list(one.shape)} for name, one in parts.items()]
    (folder / "index.json").write_text(json.dumps({"parts": index, "buffers": buffers}))


def main(folder, wanted):
    for name, (make, shape, exporter) in networks.items():
        if wanted and name not in wanted:
            continue
        try:
            write(make, shape, exporter, folder / name)
        except Exception:
            print(f"{name}: {traceback.format_exc()}", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
