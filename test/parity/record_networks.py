"""
Records what PyTorch computes with its own modules: `python record_networks.py FOLDER` writes vit.safetensors and
transformer.safetensors, each with random weights under the names of their modules, `input` and `output`.

The vision transformer is put together from torch.nn's layers as arXiv 2205.01580 describes it, under the names of the
networks of arXiv 2604.04736; the forecaster is torch.nn.Transformer itself between linear layers.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.to_qkv = nn.Linear(width, 3 * width, bias=False)
        self.to_out = nn.Linear(width, width, bias=False)

    def forward(self, x):
        cut = [part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.to_qkv(self.norm(x)).chunk(3, -1)]
        return self.to_out(nn.functional.scaled_dot_product_attention(*cut).transpose(1, 2).flatten(2))


class FeedForward(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.net = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width)
        )

    def forward(self, x):
        return self.net(x)


class Blocks(nn.Module):
    def __init__(self, width, depth, heads, hidden):
        super().__init__()
        pair = lambda: nn.ModuleList([Attention(width, heads), FeedForward(width, hidden)])
        self.layers = nn.ModuleList(pair() for _ in range(depth))
        self.norm = nn.LayerNorm(width)

    def forward(self, x):
        for attention, feed_forward in self.layers:
            x = x + attention(x)
            x = x + feed_forward(x)
        return self.norm(x)


class VisionTransformer(nn.Module):
    """Images [items, channels, height, width]; a patch's numbers in the order row, column, channel."""

    def __init__(self, channels, patch, width, depth, heads, hidden, classes):
        super().__init__()
        self.patch = patch
        numbers = channels * patch**2
        self.to_patch_embedding = nn.Sequential(
            nn.Identity(), nn.LayerNorm(numbers), nn.Linear(numbers, width), nn.LayerNorm(width)
        )
        self.transformer = Blocks(width, depth, heads, hidden)
        self.linear_head = nn.Linear(width, classes)

    def forward(self, images):
        cut = images.unfold(2, self.patch, self.patch).unfold(3, self.patch, self.patch)
        patches = cut.permute(0, 2, 3, 4, 5, 1).flatten(3)
        x = self.to_patch_embedding(patches)
        rows, columns, width = x.shape[1:]
        frequencies = 10_000 ** -torch.linspace(0, 1, width // 4)
        column = torch.arange(columns)[None, :, None] * frequencies
        row = torch.arange(rows)[:, None, None] * frequencies
        parts = (column.sin(), column.cos(), row.sin(), row.cos())
        x = x + torch.cat([part.expand(rows, columns, -1) for part in parts], -1)
        return self.linear_head(self.transformer(x.flatten(1, 2)).mean(1))


class Forecaster(nn.Module):
    """Inputs [items, history + horizon, 1 + calendar features]."""

    def __init__(self, features, horizon, width, heads, layers, hidden):
        super().__init__()
        self.horizon = horizon
        self.history_embedding = nn.Linear(1 + features, width)
        self.horizon_embedding = nn.Linear(features, width)
        self.transformer = nn.Transformer(width, heads, *layers, hidden, dropout=0, batch_first=True)
        self.head = nn.Linear(width, 1)

    def forward(self, inputs):
        width = self.head.in_features
        steps = torch.arange(inputs.shape[1])[:, None]
        angles = steps / 10_000 ** (torch.arange(0, width, 2) / width)
        positions = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)
        history = self.history_embedding(inputs[:, : -self.horizon]) + positions[: -self.horizon]
        horizon = self.horizon_embedding(inputs[:, -self.horizon :, 1:]) + positions[-self.horizon :]
        return self.head(self.transformer(history, horizon))


@torch.no_grad()
def record(network, inputs, path):
    # Other than the constants that normalisations and biases start with.
    for weights in network.parameters():
        weights += 0.1 * torch.randn_like(weights)
    outputs = network(inputs)
    save_file({**network.state_dict(), "input": inputs, "output": outputs}, path)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    torch.manual_seed(5)
    vit = VisionTransformer(channels=2, patch=2, width=12, depth=2, heads=3, hidden=20, classes=4)
    record(vit, torch.randn(3, 2, 6, 4), folder / "vit.safetensors")
    forecaster = Forecaster(features=3, horizon=4, width=8, heads=2, layers=(2, 2), hidden=12)
    record(forecaster, torch.randn(3, 9, 4), folder / "transformer.safetensors")
