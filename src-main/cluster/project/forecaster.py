"""
An encoder-decoder transformer for time series (Vaswani et al., arXiv 1706.03762: normalisation behind each part, ReLU)
that forecasts all steps of the horizon at once.
"""

import torch
from torch_blue.vi import VIModule


class SelfAttention(torch.nn.Module):
    """Attention of all steps to each other."""

    def __init__(self, make, width, heads):
        super().__init__()
        self.heads = heads
        self.in_proj, self.out_proj = make.linear(width, 3 * width), make.linear(width, width)

    def forward(self, x):
        """x: [items, steps, width]"""
        return self.out_proj(attend(*self.in_proj(x).chunk(3, -1), self.heads))


class CrossAttention(torch.nn.Module):
    """Attention of steps to others'."""

    def __init__(self, make, width, heads):
        super().__init__()
        self.heads = heads
        self.q_proj, self.kv_proj = make.linear(width, width), make.linear(width, 2 * width)
        self.out_proj = make.linear(width, width)

    def forward(self, x, memory):
        """x: [items, steps, width]; memory: [items, other steps, width]"""
        return self.out_proj(attend(self.q_proj(x), *self.kv_proj(memory).chunk(2, -1), self.heads))


def attend(q, k, v, heads):
    """[items, steps, width], of queries; keys and values may have other steps."""
    q, k, v = (part.unflatten(-1, (heads, -1)).transpose(1, 2) for part in (q, k, v))
    weights = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1)
    return (weights @ v).transpose(1, 2).flatten(2)


class EncoderLayer(torch.nn.Module):
    """Attention and dense layers."""

    def __init__(self, make, model):
        super().__init__()
        width = model["width"]
        self.self_attn = SelfAttention(make, width, model["heads"])
        self.linear1, self.linear2 = make.linear(width, model["feedForward"]), make.linear(model["feedForward"], width)
        self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)

    def forward(self, x):
        """x: [items, steps, width]"""
        x = self.norm1(x + self.self_attn(x))
        return self.norm2(x + self.linear2(self.linear1(x).relu()))


class DecoderLayer(EncoderLayer):
    """The same, with attention to what the encoder made of the history in between."""

    def __init__(self, make, model):
        super().__init__(make, model)
        self.multihead_attn = CrossAttention(make, model["width"], model["heads"])
        self.norm3 = torch.nn.LayerNorm(model["width"])

    def forward(self, x, memory):
        """x: [items, steps, width]; memory: [items, other steps, width]"""
        x = self.norm1(x + self.self_attn(x))
        x = self.norm2(x + self.multihead_attn(x, memory))
        return self.norm3(x + self.linear2(self.linear1(x).relu()))


class Stack(torch.nn.Module):
    """Layers, and a normalisation behind them."""

    def __init__(self, layers, width):
        super().__init__()
        self.layers, self.norm = torch.nn.ModuleList(layers), torch.nn.LayerNorm(width)

    def forward(self, x, *memory):
        """x: [items, steps, width]"""
        for layer in self.layers:
            x = layer(x, *memory)
        return self.norm(x)


class Forecaster(VIModule):
    """
    The encoder reads the history; the decoder starts from the horizon's calendar, where there is one. Positions count
    on from the history into the horizon.
    """

    def __init__(self, model, make, input_shape, outputs):
        super().__init__()
        width, (steps, columns) = model["width"], input_shape
        self.calendar, self.horizon = columns - 1, outputs
        self.history = steps - outputs if self.calendar else steps
        self.history_embedding = make.linear(columns, width)
        if self.calendar:
            self.horizon_embedding = make.linear(self.calendar, width)
        self.encoder = Stack([EncoderLayer(make, model) for _ in range(model["encoderLayers"])], width)
        self.decoder = Stack([DecoderLayer(make, model) for _ in range(model["decoderLayers"])], width)
        self.head = make.linear(width, 1)
        self.register_buffer("positions", positions(self.history + outputs, width), persistent=False)

    def forward(self, x):
        """x: [items, steps, 1 + calendar features]; returns [items, horizon, 1]"""
        past, coming = self.positions[: self.history], self.positions[self.history :]
        memory = self.encoder(self.history_embedding(x[:, : self.history]) + past)
        asked = coming.expand(x.shape[0], -1, -1)
        if self.calendar:
            asked = self.horizon_embedding(x[:, self.history :, 1:]) + asked
        return self.head(self.decoder(asked, memory))


def positions(steps, width):
    """Sine and cosine of each step's number side by side (arXiv 1706.03762, section 3.5), [steps, width]."""
    angles = torch.arange(steps, dtype=torch.double)[:, None] / 10_000 ** (torch.arange(0, width, 2) / width)
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1).float()
