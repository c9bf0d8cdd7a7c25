class SelfAttention(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.in_proj, self.out_proj = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)

    def forward(self, x):
        return self.out_proj(attend(*split(self.in_proj(x), 3, self.heads)))


class CrossAttention(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q_proj, self.kv_proj = torch.nn.Linear(width, width), torch.nn.Linear(width, 2 * width)
        self.out_proj = torch.nn.Linear(width, width)

    def forward(self, x, memory):
        (q,) = split(self.q_proj(x), 1, self.heads)
        return self.out_proj(attend(q, *split(self.kv_proj(memory), 2, self.heads)))


class Layer(torch.nn.Module):
    """A layer of the encoder, or with `memory` of the decoder; normalisation behind each part."""

    def __init__(self, width, heads, hidden, is_decoder):
        super().__init__()
        self.self_attn = SelfAttention(width, heads)
        self.linear1, self.linear2 = torch.nn.Linear(width, hidden), torch.nn.Linear(hidden, width)
        self.drop = Drop(hidden)
        self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        if is_decoder:
            self.multihead_attn, self.norm3 = CrossAttention(width, heads), torch.nn.LayerNorm(width)

    def forward(self, x, memory=None):
        x = self.norm1(x + self.self_attn(x))
        last = self.norm2
        if memory is not None:
            x, last = self.norm2(x + self.multihead_attn(x, memory)), self.norm3
        return last(x + self.linear2(self.drop(self.linear1(x).relu())))


class Stack(torch.nn.Module):
    def __init__(self, model, layers, is_decoder):
        super().__init__()
        sizes = model["width"], model["heads"], model["feedForward"]
        self.layers = torch.nn.ModuleList(Layer(*sizes, is_decoder) for _ in range(layers))
        self.norm = torch.nn.LayerNorm(model["width"])

    def forward(self, x, memory=None):
        for layer in self.layers:
            x = layer(x, memory)
        return self.norm(x)


class Network(torch.nn.Module):
    """An encoder of the history, and a decoder that starts from the calendar of the steps to forecast."""

    def __init__(self, model, task):
        super().__init__()
        (steps, columns), (horizon, _) = task["inputShape"], task["targetShape"]
        width, calendar = model["width"], columns - 1
        self.history = steps - horizon if calendar else steps
        self.history_embedding = torch.nn.Linear(columns, width)
        self.horizon_embedding = torch.nn.Linear(calendar, width) if calendar else None
        self.encoder = Stack(model, model["encoderLayers"], is_decoder=False)
        self.decoder = Stack(model, model["decoderLayers"], is_decoder=True)
        self.head = torch.nn.Linear(width, 1)
        self.register_buffer("positions", positions(self.history + horizon, width), persistent=False)

    def forward(self, x):
        past, ahead = self.positions[: self.history], self.positions[self.history :]
        memory = self.encoder(self.history_embedding(x[:, : self.history]) + past)
        asked = ahead.expand(len(x), -1, -1)
        if self.horizon_embedding:
            asked = self.horizon_embedding(x[:, self.history :, 1:]) + ahead
        return self.head(self.decoder(asked, memory))


def positions(steps, width):
    """Sine and cosine of each wavelength side by side (arXiv 1706.03762), [steps, width]."""
    wavelengths = 10_000 ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    angles = torch.arange(steps)[:, None] / wavelengths
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1).float()
