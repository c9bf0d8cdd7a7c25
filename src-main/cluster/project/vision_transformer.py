"""The vision transformer of arXiv 2604.04736: normalisation first, fixed positions, the mean over patches."""

import torch
from torch_blue.vi import VIModule


class Attention(torch.nn.Module):
    """Attention of all patches to each other."""

    def __init__(self, make, width, heads):
        super().__init__()
        self.heads = heads
        self.norm = torch.nn.LayerNorm(width)
        self.to_qkv = make.linear(width, 3 * width, bias=False)
        self.to_out = make.linear(width, width, bias=False)

    def forward(self, x):
        """x: [items, patches, width]"""
        parts = self.to_qkv(self.norm(x)).chunk(3, -1)
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts)
        weights = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1)
        return self.to_out((weights @ v).transpose(1, 2).flatten(2))


class FeedForward(torch.nn.Module):
    """Two dense layers on every patch."""

    def __init__(self, make, width, hidden):
        super().__init__()
        layers = (torch.nn.LayerNorm(width), make.linear(width, hidden), torch.nn.GELU(), make.linear(hidden, width))
        self.net = torch.nn.Sequential(*layers)

    def forward(self, x):
        """x: [items, patches, width]"""
        return self.net(x)


class Blocks(torch.nn.Module):
    """Attention and dense layers in turn."""

    def __init__(self, make, model):
        super().__init__()
        width = model["width"]
        self.layers = torch.nn.ModuleList(
            torch.nn.ModuleList([Attention(make, width, model["heads"]), FeedForward(make, width, model["mlpWidth"])])
            for _ in range(model["depth"])
        )
        self.norm = torch.nn.LayerNorm(width)

    def forward(self, x):
        """x: [items, patches, width]"""
        for attention, feed_forward in self.layers:
            x = x + attention(x)
            x = x + feed_forward(x)
        return self.norm(x)


class VisionTransformer(VIModule):
    """Patches of pictures or fields, transformed."""

    def __init__(self, model, make, input_shape, outputs):
        super().__init__()
        height, image_width, channels = input_shape
        self.side, width = model["patchSize"], model["width"]
        self.grid = height // self.side, image_width // self.side
        numbers = channels * self.side**2
        self.to_patch_embedding = torch.nn.Sequential(
            torch.nn.Identity(), torch.nn.LayerNorm(numbers), make.linear(numbers, width), torch.nn.LayerNorm(width)
        )
        self.transformer = Blocks(make, model)
        self.linear_head = make.linear(width, outputs)
        self.register_buffer("positions", positions(*self.grid, width), persistent=False)

    def forward(self, x):
        """x: [items, height, width, channels]; returns [items, outputs]"""
        (rows, columns), (items, channels) = self.grid, (x.shape[0], x.shape[-1])
        cut = x.reshape(items, rows, self.side, columns, self.side, channels).transpose(2, 3)
        patches = cut.reshape(items, rows * columns, -1)
        return self.linear_head(self.transformer(self.to_patch_embedding(patches) + self.positions).mean(1))


def positions(rows, columns, width):
    """Sines and cosines of each patch's column and row (arXiv 2205.01580), [rows * columns, width]."""
    frequencies = 10_000 ** -torch.linspace(0, 1, width // 4)
    column = torch.arange(columns)[None, :, None] * frequencies
    row = torch.arange(rows)[:, None, None] * frequencies
    parts = (column.sin(), column.cos(), row.sin(), row.cos())
    return torch.cat([part.expand(rows, columns, -1) for part in parts], -1).flatten(0, 1)
