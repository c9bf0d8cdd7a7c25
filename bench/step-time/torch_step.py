"""
Training steps of one workload on PyTorch: `python torch_step.py WORKLOAD (torch_blue|hand_batched) (cpu|cuda)`.

WORKLOAD is one object of workloads.json as JSON. Prints `ready` after a few steps; then, for every number N on
standard input, takes N steps and prints the milliseconds of one. Both variants: mean-field Gaussian weights, KL
divergence in closed form, cross-entropy, Adam in one kernel.
"""

import json
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn
from torch_blue.vi import AnalyticalKullbackLeiblerLoss, VIConv2d, VILinear, VIModule
from torch_blue.vi.distributions import Categorical

CLASSES = 10
TRAIN_ITEMS = 50_000
PATCH = 4


def sines_and_cosines(width):
    """Positions of an 8 x 8 grid of patches; only the shape matters to the time."""
    return torch.randn(64, width)


def patches_of(images):
    return F.unfold(images, PATCH, stride=PATCH).transpose(1, 2)


# torch_blue: the network for one sample, which it runs vectorised over the samples.


class BlueMlp(VIModule):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(VILinear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.layers[-1](x)


class BlueCnn(VIModule):
    def __init__(self, channels, hidden):
        super().__init__()
        self.convolutions = nn.ModuleList(VIConv2d(a, b, 3, padding=1) for a, b in zip([3, *channels], channels))
        features = channels[-1] * (32 >> len(channels)) ** 2
        self.head = BlueMlp([features, *hidden, CLASSES])

    def forward(self, x):
        for convolution in self.convolutions:
            x = F.max_pool2d(torch.relu(convolution(x)), 2)
        return self.head(x)


class BlueBlock(VIModule):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])
        self.qkv, self.out = VILinear(width, 3 * width, bias=False), VILinear(width, width, bias=False)
        self.first, self.second = VILinear(width, 4 * width), VILinear(4 * width, width)

    def forward(self, x):
        items, tokens, width = x.shape
        qkv = self.qkv(self.norms[0](x)).reshape(items, tokens, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        # PyTorch runs scaled_dot_product_attention sample by sample under torch_blue's vmap, which is slower than this.
        scores = q @ k.transpose(-2, -1) / math.sqrt(width // self.heads)
        attended = (scores.softmax(-1) @ v).transpose(1, 2).reshape(items, tokens, width)
        x = x + self.out(attended)
        return x + self.second(F.gelu(self.first(self.norms[1](x))))


class BlueVit(VIModule):
    def __init__(self, width, depth, heads):
        super().__init__()
        numbers = 3 * PATCH**2
        self.embedding = VILinear(numbers, width)
        self.norms = nn.ModuleList([nn.LayerNorm(numbers), nn.LayerNorm(width), nn.LayerNorm(width)])
        self.register_buffer("positions", sines_and_cosines(width))
        self.blocks = nn.ModuleList(BlueBlock(width, heads) for _ in range(depth))
        self.head = VILinear(width, CLASSES)

    def forward(self, images):
        x = self.norms[1](self.embedding(self.norms[0](patches_of(images)))) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(self.norms[2](x).mean(1))


def blue_network(workload):
    if workload["kind"] == "mlp":
        return BlueMlp(workload["sizes"])
    if workload["kind"] == "cnn":
        return BlueCnn(workload["channels"], workload["hidden"])
    return BlueVit(workload["width"], workload["depth"], workload["heads"])


def torch_blue_step(workload, images, labels):
    network = blue_network(workload)
    loss = AnalyticalKullbackLeiblerLoss(network, Categorical(), dataset_size=TRAIN_ITEMS)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)

    def step():
        optimiser.zero_grad()
        loss(network(images, samples=workload["samples"]), labels).backward()
        optimiser.step()

    return step


# By hand: samples are a batch dimension of every product.


class Gaussians(nn.Module):
    """All weight tensors of a network, drawn at once for every sample."""

    def __init__(self, shapes):
        super().__init__()
        self.shapes = shapes
        self.means = nn.ParameterList(torch.randn(shape) / math.sqrt(shape[0] + 1) for shape in shapes)
        self.log_stds = nn.ParameterList(torch.full(shape, -5.0) for shape in shapes)

    def draw(self, samples):
        for mean, log_std in zip(self.means, self.log_stds):
            noise = torch.randn(samples, *mean.shape)
            # Biases get an axis for the rows they are added to.
            weight = torch.addcmul(mean, log_std.exp(), noise)
            yield weight.unsqueeze(1) if mean.dim() == 1 else weight

    def divergence(self):
        mean = torch.cat([mean.flatten() for mean in self.means])
        log_std = torch.cat([log_std.flatten() for log_std in self.log_stds])
        return (0.5 * (mean.square() + (2 * log_std).exp() - 1) - log_std).sum()


def dense_shapes(sizes):
    return [shape for a, b in zip(sizes, sizes[1:]) for shape in [(a, b), (b,)]]


def dense(x, weight, bias):
    """[samples, rows, in] x [samples, in, out] + [samples, 1, out]"""
    return torch.baddbmm(bias, x, weight)


def dense_stack(x, weights):
    for index in range(0, len(weights), 2):
        x = dense(x, weights[index], weights[index + 1])
        if index + 2 < len(weights):
            x = torch.relu(x)
    return x


class BatchedMlp(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.gaussians = Gaussians(dense_shapes(sizes))

    def forward(self, images, samples):
        return dense_stack(images.flatten(1).expand(samples, -1, -1), list(self.gaussians.draw(samples)))


class BatchedCnn(nn.Module):
    """One convolution a sample: grouped ones are slower on CPUs."""

    def __init__(self, channels, hidden):
        super().__init__()
        self.blocks = len(channels)
        convolutions = [shape for a, b in zip([3, *channels], channels) for shape in [(b, a, 3, 3), (b,)]]
        features = channels[-1] * (32 >> len(channels)) ** 2
        self.gaussians = Gaussians([*convolutions, *dense_shapes([features, *hidden, CLASSES])])

    def forward(self, images, samples):
        weights = list(self.gaussians.draw(samples))
        x = [images] * samples
        for block in range(self.blocks):
            weight, bias = weights[2 * block], weights[2 * block + 1]
            x = [
                F.max_pool2d(torch.relu(F.conv2d(pictures, weight[s], bias[s, 0], padding=1)), 2)
                for s, pictures in enumerate(x)
            ]
        return dense_stack(torch.stack([pictures.flatten(1) for pictures in x]), weights[2 * self.blocks :])


class BatchedVit(nn.Module):
    def __init__(self, width, depth, heads):
        super().__init__()
        numbers = 3 * PATCH**2
        self.heads, self.depth = heads, depth
        block = [(width, 3 * width), (width, width), *dense_shapes([width, 4 * width, width])]
        self.gaussians = Gaussians([(numbers, width), (width,), *(block * depth), *dense_shapes([width, CLASSES])])
        self.norms = nn.ModuleList(
            [nn.LayerNorm(numbers), *(nn.LayerNorm(width) for _ in range(2 + 2 * depth))]
        )
        self.register_buffer("positions", sines_and_cosines(width))

    def attention(self, x, qkv, out, items):
        samples, rows, width = x.shape
        parts = torch.bmm(x, qkv).reshape(samples * items, rows // items, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(samples, rows, width)
        return torch.bmm(attended, out)

    def forward(self, images, samples):
        items = len(images)
        weights, norms = self.gaussians.draw(samples), iter(self.norms)
        x = next(norms)(patches_of(images)).flatten(0, 1).expand(samples, -1, -1)
        x = next(norms)(dense(x, next(weights), next(weights)))
        x = x + self.positions.repeat(items, 1)
        for _ in range(self.depth):
            x = x + self.attention(next(norms)(x), next(weights), next(weights), items)
            hidden = F.gelu(dense(next(norms)(x), next(weights), next(weights)))
            x = x + dense(hidden, next(weights), next(weights))
        pooled = next(norms)(x).reshape(samples, items, -1, x.shape[-1]).mean(2)
        return dense(pooled, next(weights), next(weights))


def batched_network(workload):
    if workload["kind"] == "mlp":
        return BatchedMlp(workload["sizes"])
    if workload["kind"] == "cnn":
        return BatchedCnn(workload["channels"], workload["hidden"])
    return BatchedVit(workload["width"], workload["depth"], workload["heads"])


def hand_batched_step(workload, images, labels):
    network, samples = batched_network(workload), workload["samples"]
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)
    targets = labels.repeat(samples)

    def step():
        optimiser.zero_grad()
        logits = network(images, samples)
        loss = TRAIN_ITEMS * F.cross_entropy(logits.flatten(0, 1), targets) + network.gaussians.divergence()
        loss.backward()
        optimiser.step()

    return step


def main(workload, variant, device):
    torch.set_default_device(device)
    torch.manual_seed(1)
    items = workload["items"]
    shape = (workload["sizes"][0],) if workload["kind"] == "mlp" else (3, 32, 32)
    images, labels = torch.randn(items, *shape), torch.arange(items) % CLASSES
    step = {"torch_blue": torch_blue_step, "hand_batched": hand_batched_step}[variant](workload, images, labels)
    # A GPU is asked for work long before it has done it.
    finish = torch.cuda.synchronize if device == "cuda" else lambda: None
    for _ in range(3):
        step()
    finish()
    print("ready", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            step()
        finish()
        print(1000 * (time.perf_counter() - start) / int(line), flush=True)


main(json.loads(sys.argv[1]), *sys.argv[2:])
