"""
Networks as people bring them, on PyTorch.

`python torch_networks.py export NAME FILE` writes one with random weights as an ONNX file.
`python torch_networks.py step NAME WAY` trains it with all weights Gaussian: mean-field, KL divergence in closed form,
cross-entropy, Adam in one kernel. Prints `ready` after a few steps; then, for every number N on standard input, takes N
steps and prints the milliseconds of one. WAY says how samples are computed: by `vmap`, which makes grouped convolutions and
batched products; `one by one`; or `by hand`, where the network below has a form of its own for that.
"""

import contextlib
import json
import sys
import time
import warnings

import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call, vmap

warnings.filterwarnings("ignore")
CLASSES = 10
TRAIN_ITEMS = 50_000


def resnet():
    """ResNet-18 with the stem for pictures of CIFAR-10: a 3 x 3 convolution, no pooling."""
    import torchvision

    network = torchvision.models.resnet18(num_classes=CLASSES)
    network.conv1 = nn.Conv2d(3, 64, 3, padding=1, bias=False)
    network.maxpool = nn.Identity()
    return network


def double(before, after):
    parts = []
    for a, b in ((before, after), (after, after)):
        parts += [nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]
    return nn.Sequential(*parts)


class UNet(nn.Module):
    """Four levels of 16 to 128 channels; its classes are the mean over all pixels."""

    def __init__(self, channels=(16, 32, 64, 128)):
        super().__init__()
        self.down = nn.ModuleList(double(a, b) for a, b in zip((3, *channels), channels))
        pairs = list(zip(channels[1:], channels))[::-1]
        self.up = nn.ModuleList(nn.ConvTranspose2d(a, b, 2, stride=2) for a, b in pairs)
        self.join = nn.ModuleList(double(2 * b, b) for _, b in pairs)
        self.head = nn.Conv2d(channels[0], CLASSES, 1)

    def forward(self, x):
        kept = []
        for level, block in enumerate(self.down):
            x = block(F.max_pool2d(x, 2) if level else x)
            kept.append(x)
        for up, join, before in zip(self.up, self.join, kept[-2::-1]):
            x = join(torch.cat([before, up(x)], 1))
        return self.head(x).mean((2, 3))


class Lstm(nn.Module):
    def __init__(self, features=8, units=128):
        super().__init__()
        self.rnn = nn.LSTM(features, units, num_layers=2, batch_first=True)
        self.head = nn.Linear(units, CLASSES)

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1])

    @staticmethod
    def by_hand(weights, x):
        """All samples in one product a step. weights: by name, [samples, ...]; x: [items, steps, features]"""
        samples = len(weights["head.weight"])
        x = x.transpose(0, 1).expand(samples, -1, -1, -1)
        for layer in range(2):
            of = lambda kind: weights[f"rnn.{kind}_l{layer}"]
            steps, items = x.shape[1:3]
            bias = (of("bias_ih") + of("bias_hh"))[:, None]
            given = torch.baddbmm(bias, x.flatten(1, 2), of("weight_ih").mT).view(samples, steps, items, -1)
            recurrent = of("weight_hh").mT.contiguous()
            hidden = cell = x.new_zeros(samples, items, recurrent.shape[1])
            outputs = []
            for step in given.unbind(1):
                enter, forget, candidate, leave = torch.baddbmm(step, hidden, recurrent).chunk(4, -1)
                cell = forget.sigmoid() * cell + enter.sigmoid() * candidate.tanh()
                hidden = leave.sigmoid() * cell.tanh()
                outputs.append(hidden)
            x = torch.stack(outputs, 1)
        return torch.baddbmm(weights["head.bias"][:, None], hidden, weights["head.weight"].mT)


def timm_vit():
    import timm

    return timm.create_model("vit_tiny_patch16_224", img_size=64, num_classes=CLASSES)


def dense(weights, name, x):
    """x: [samples, ..., in]"""
    rows = torch.baddbmm(weights[f"{name}.bias"][:, None], x.flatten(1, -2), weights[f"{name}.weight"].mT)
    return rows.unflatten(1, x.shape[1:-1])


def norm(weights, name, x, epsilon):
    shape = (-1, *[1] * (x.ndim - 2), x.shape[-1])
    scale, offset = (weights[f"{name}.{kind}"].view(shape) for kind in ("weight", "bias"))
    return torch.addcmul(offset, F.layer_norm(x, x.shape[-1:], eps=epsilon), scale)


def timm_vit_by_hand(weights, x, heads=3, depth=12):
    """weights: by name, [samples, ...]; x: [items, 3, height, width]"""
    kernel = weights["patch_embed.proj.weight"]
    samples, width = kernel.shape[:2]
    patches = F.unfold(x, 16, stride=16).mT.flatten(0, 1).expand(samples, -1, -1)
    embedded = torch.baddbmm(weights["patch_embed.proj.bias"][:, None], patches, kernel.flatten(2).mT)
    embedded = embedded.view(samples, len(x), -1, width)
    first = weights["cls_token"].expand(-1, len(x), -1, -1)
    x = torch.cat([first, embedded], 2) + weights["pos_embed"]
    for block in range(depth):
        own = f"blocks.{block}"
        qkv = dense(weights, f"{own}.attn.qkv", norm(weights, f"{own}.norm1", x, 1e-6))
        q, k, v = qkv.unflatten(-1, (3, heads, -1)).permute(3, 0, 1, 4, 2, 5).flatten(1, 2)
        attended = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x.shape)
        x = x + dense(weights, f"{own}.attn.proj", attended)
        hidden = F.gelu(dense(weights, f"{own}.mlp.fc1", norm(weights, f"{own}.norm2", x, 1e-6)))
        x = x + dense(weights, f"{own}.mlp.fc2", hidden)
    return dense(weights, "head", norm(weights, "norm", x[:, :, 0], 1e-6))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])
        self.qkv, self.out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.first, self.second = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        parts = self.qkv(self.norms[0](x)).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(*parts).transpose(1, 2).flatten(2)
        x = x + self.out(attended)
        return x + self.second(F.gelu(self.first(self.norms[1](x))))


class OwnVit(nn.Module):
    """Parasample's own vision transformer as its module would be in PyTorch: `vit-192` of workloads.json."""

    def __init__(self, width=192, depth=6, heads=3, patch=4, side=32):
        super().__init__()
        numbers = 3 * patch**2
        self.patch = patch
        self.embedding = nn.Linear(numbers, width)
        self.norms = nn.ModuleList([nn.LayerNorm(numbers), nn.LayerNorm(width), nn.LayerNorm(width)])
        self.register_buffer("positions", torch.randn((side // patch) ** 2, width))
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.head = nn.Linear(width, CLASSES)

    def forward(self, x):
        rows, columns = (length // self.patch for length in x.shape[2:])
        parts = x.unflatten(2, (rows, self.patch)).unflatten(4, (columns, self.patch))
        patches = parts.permute(0, 2, 4, 3, 5, 1).reshape(-1, rows * columns, 3 * self.patch**2)
        x = self.norms[1](self.embedding(self.norms[0](patches))) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(self.norms[2](x).mean(1))


NETWORKS = {
    "resnet-18": (resnet, None),
    "u-net": (UNet, None),
    "lstm": (Lstm, Lstm.by_hand),
    "timm-vit-tiny": (timm_vit, timm_vit_by_hand),
    "own-vit": (OwnVit, None),
}


def export(name, shape, file):
    """shape: [items, ...] of the input, pictures with their channels first"""
    torch.manual_seed(1)
    network = NETWORKS[name][0]().eval()
    # No two tensors begin with the same numbers, which the exporter would write once.
    with torch.no_grad():
        for tensor in network.parameters():
            tensor.add_(0.01 * torch.randn_like(tensor))
    axes = {"x": {0: "items"}}
    # Else normalisations are folded into the convolutions before them, and are no parameters any more.
    kept = torch.onnx.TrainingMode.PRESERVE
    given = dict(input_names=["x"], dynamic_axes=axes, opset_version=17, training=kept)
    torch.onnx.export(network, (torch.randn(shape),), file, dynamo=False, **given)


class Gaussians:
    """All weights of a network, by name."""

    def __init__(self, network):
        given = dict(network.named_parameters())
        self.means = {name: one.detach().clone().requires_grad_() for name, one in given.items()}
        self.log_stds = {name: torch.full_like(one, -5.0).requires_grad_() for name, one in given.items()}

    def parameters(self):
        return [*self.means.values(), *self.log_stds.values()]

    def draw(self, samples):
        draw = lambda mean, log_std: torch.addcmul(mean, log_std.exp(), torch.randn(samples, *mean.shape))
        return {name: draw(mean, self.log_stds[name]) for name, mean in self.means.items()}

    def divergence(self):
        mean, log_std = (torch.cat([one.flatten() for one in ones.values()]) for ones in (self.means, self.log_stds))
        return (0.5 * (mean.square() + (2 * log_std).exp() - 1) - log_std).sum()


def forwards(network, by_hand, way, channels_last):
    """What makes outputs [samples, items, classes] of weights and inputs."""
    buffers = dict(network.named_buffers())
    ofOne = lambda weights, x: functional_call(network, {**weights, **buffers}, (x,))
    if way == "by hand":
        return by_hand
    if way == "vmap":
        return lambda weights, x: vmap(ofOne, (0, None))(weights, x)

    def one_by_one(weights, x):
        rows = {name: one.unbind(0) for name, one in weights.items()}
        x = x.to(memory_format=torch.channels_last) if channels_last else x
        samples = len(next(iter(rows.values())))
        return torch.stack([ofOne({name: one[s] for name, one in rows.items()}, x) for s in range(samples)])

    return one_by_one


def step_of(name, way, shape, samples):
    make, by_hand = NETWORKS[name]
    torch.manual_seed(1)
    network, x = make().eval(), torch.randn(shape)
    targets = (torch.arange(shape[0]) % CLASSES).repeat(samples)
    forward = forwards(network, by_hand, way.removesuffix(", channels last"), way.endswith("channels last"))
    gaussians = Gaussians(network)
    optimiser = torch.optim.Adam(gaussians.parameters(), lr=1e-3, fused=True)

    def step():
        optimiser.zero_grad()
        logits = forward(gaussians.draw(samples), x)
        loss = TRAIN_ITEMS * F.cross_entropy(logits.flatten(0, 1), targets) + gaussians.divergence()
        loss.backward()
        optimiser.step()

    return step


def serve(step):
    for _ in range(2):
        step()
    print("ready", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            step()
        print(1000 * (time.perf_counter() - start) / int(line), flush=True)


def main(what, workload, last):
    """workload: one of own-networks.json, with the shape of PyTorch's input"""
    if what == "export":
        return export(workload["name"], workload["torchShape"], last)
    # Packages may have something to say, which is no answer.
    with contextlib.redirect_stdout(sys.stderr):
        step = step_of(workload["name"], last, workload["torchShape"], workload["samples"])
    serve(step)


main(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3])
