"""
An encoder-decoder transformer for time series (Vaswani et al., arXiv 1706.03762: normalisation behind each part, ReLU)
that forecasts all steps of the horizon at once.
"""

import torch

from attention import attend, split


class SelfAttention(torch.nn.Module):
    """Attention of all steps to each other."""

    def __init__(self, make, width, heads):
        super().__init__()
        self.heads = heads
        self.in_proj, self.out_proj = make.linear(width, 3 * width), make.linear(width, width)

    def forward(self, x):
        """x: [items, steps, width]"""
        return self.out_proj(attend(*split(self.in_proj(x), 3, self.heads)))


class CrossAttention(torch.nn.Module):
    """Attention of steps to others'."""

    def __init__(self, make, width, heads):
        super().__init__()
        self.heads = heads
        self.q_proj, self.kv_proj = make.linear(width, width), make.linear(width, 2 * width)
        self.out_proj = make.linear(width, width)

    def forward(self, x, memory):
        """x: [items, steps, width]; memory: [items, other steps, width]"""
        (q,) = split(self.q_proj(x), 1, self.heads)
        return self.out_proj(attend(q, *split(self.kv_proj(memory), 2, self.heads)))


class EncoderLayer(torch.nn.Module):
    """Attention and dense layers."""

    def __init__(self, model, make):
        super().__init__()
        width, hidden = model["width"], model["feedForward"]
        self.self_attn = SelfAttention(make, width, model["heads"])
        self.linear1, self.linear2 = make.linear(width, hidden), make.linear(hidden, width)
        self.drop = make.drop(hidden)
        self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)

    def forward(self, x):
        """x: [items, steps, width]"""
        x = self.norm1(x + self.self_attn(x))
        return self.norm2(x + self.dense(x))

    def dense(self, x):
        """x: [items, steps, width]"""
        return self.linear2(self.drop(self.linear1(x).relu()))


class DecoderLayer(EncoderLayer):
    """The same, with attention to what the encoder made of the history in between."""

    def __init__(self, model, make):
        super().__init__(model, make)
        self.multihead_attn = CrossAttention(make, model["width"], model["heads"])
        self.norm3 = torch.nn.LayerNorm(model["width"])

    def forward(self, x, memory):
        """x: [items, steps, width]; memory: [items, other steps, width]"""
        x = self.norm1(x + self.self_attn(x))
        x = self.norm2(x + self.multihead_attn(x, memory))
        return self.norm3(x + self.dense(x))


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


class Transformer(torch.nn.Module):
    """
    The encoder reads the history; the decoder starts from the horizon's calendar, where there is one. Positions count
    on from the history into the horizon.
    """

    def __init__(self, model, make, input_shape, output_shape):
        super().__init__()
        width, (steps, columns), (horizon, numbers) = model["width"], input_shape, output_shape
        calendar = columns - 1
        self.history = steps - horizon if calendar else steps
        self.history_embedding = make.linear(columns, width)
        self.horizon_embedding = make.linear(calendar, width) if calendar else None
        self.encoder = Stack([EncoderLayer(model, make) for _ in range(model["encoderLayers"])], width)
        self.decoder = Stack([DecoderLayer(model, make) for _ in range(model["decoderLayers"])], width)
        self.head = make.linear(width, numbers)
        self.register_buffer("positions", step_positions(self.history + horizon, width), persistent=False)

    def forward(self, x):
        """x: [items, steps, 1 + calendar features]; returns [items, horizon, numbers]"""
        past, ahead = self.positions[: self.history], self.positions[self.history :]
        memory = self.encoder(self.history_embedding(x[:, : self.history]) + past)
        asked = ahead.expand(x.shape[0], -1, -1)
        if self.horizon_embedding is not None:
            asked = self.horizon_embedding(x[:, self.history :, 1:]) + ahead
        return self.head(self.decoder(asked, memory))


def step_positions(steps, width):
    """Sine and cosine of each step's number side by side (arXiv 1706.03762, section 3.5), [steps, width]."""
    wavelengths = 10_000 ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    angles = torch.arange(steps)[:, None] / wavelengths
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1).float()
