"""The vision transformer of arXiv 2604.04736: normalisation first, fixed positions, the mean over patches."""

import math

import torch

from attention import attend, split
from patches import cut


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
        return self.to_out(attend(*split(self.to_qkv(self.norm(x)), 3, self.heads)))


class FeedForward(torch.nn.Module):
    """Two dense layers on every patch."""

    def __init__(self, make, width, hidden):
        super().__init__()
        first, second = make.linear(width, hidden), make.linear(hidden, width)
        self.net = torch.nn.ModuleList([torch.nn.LayerNorm(width), first, torch.nn.GELU(), second])
        self.drop = make.drop(hidden)

    def forward(self, x):
        """x: [items, patches, width]"""
        norm, first, gelu, second = self.net
        return second(self.drop(gelu(first(norm(x)))))


class Blocks(torch.nn.Module):
    """Attention and dense layers in turn."""

    def __init__(self, model, make):
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


class Vit(torch.nn.Module):
    """Patches of pictures or fields, transformed; the answer is read off their mean."""

    def __init__(self, model, make, input_shape, output_shape):
        super().__init__()
        self.patch, width = model["patchSize"], model["width"]
        height, image_width, channels = input_shape
        numbers = channels * self.patch**2
        self.to_patch_embedding = torch.nn.Sequential(
            torch.nn.Identity(), torch.nn.LayerNorm(numbers), make.linear(numbers, width), torch.nn.LayerNorm(width)
        )
        self.transformer = Blocks(model, make)
        self.linear_head = make.linear(width, math.prod(output_shape))
        at = grid_positions(height // self.patch, image_width // self.patch, width)
        self.register_buffer("positions", at, persistent=False)

    def forward(self, x):
        """x: [items, height, width, channels]; returns [items, outputs]"""
        patches = cut(x, self.patch, self.patch).flatten(3).flatten(1, 2)
        return self.linear_head(self.transformer(self.to_patch_embedding(patches) + self.positions).mean(1))


def grid_positions(rows, columns, width):
    """Sines and cosines of each patch's column and row (arXiv 2205.01580), [rows * columns, width]."""
    frequencies = 10_000 ** -torch.linspace(0, 1, width // 4, dtype=torch.float64)
    column = torch.arange(columns)[None, :, None] * frequencies
    row = torch.arange(rows)[:, None, None] * frequencies
    parts = (column.sin(), column.cos(), row.sin(), row.cos())
    return torch.cat([part.expand(rows, columns, -1) for part in parts], -1).flatten(0, 1).float()
