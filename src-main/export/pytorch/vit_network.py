class Attention(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm = torch.nn.LayerNorm(width)
        self.to_qkv = torch.nn.Linear(width, 3 * width, bias=False)
        self.to_out = torch.nn.Linear(width, width, bias=False)

    def forward(self, x):
        return self.to_out(attend(*split(self.to_qkv(self.norm(x)), 3, self.heads)))


class FeedForward(torch.nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        first, second = torch.nn.Linear(width, hidden), torch.nn.Linear(hidden, width)
        self.net = torch.nn.ModuleList([torch.nn.LayerNorm(width), first, torch.nn.GELU(), second])
        self.drop = Drop(hidden)

    def forward(self, x):
        norm, first, gelu, second = self.net
        return second(self.drop(gelu(first(norm(x)))))


class Blocks(torch.nn.Module):
    def __init__(self, width, depth, heads, hidden):
        super().__init__()
        self.layers = torch.nn.ModuleList(
            torch.nn.ModuleList([Attention(width, heads), FeedForward(width, hidden)]) for _ in range(depth)
        )
        self.norm = torch.nn.LayerNorm(width)

    def forward(self, x):
        for attention, feed_forward in self.layers:
            x = x + attention(x)
            x = x + feed_forward(x)
        return self.norm(x)


class Network(torch.nn.Module):
    """A vision transformer whose answer is read off the mean over patches."""

    def __init__(self, model, task):
        super().__init__()
        self.patch, width = model["patchSize"], model["width"]
        height, image_width, channels = task["inputShape"]
        numbers = channels * self.patch**2
        norms = torch.nn.LayerNorm(numbers), torch.nn.LayerNorm(width)
        self.to_patch_embedding = torch.nn.Sequential(
            torch.nn.Identity(), norms[0], torch.nn.Linear(numbers, width), norms[1]
        )
        self.transformer = Blocks(width, model["depth"], model["heads"], model["mlpWidth"])
        self.linear_head = torch.nn.Linear(width, outputs_of(task))
        at = positions(height // self.patch, image_width // self.patch, width)
        self.register_buffer("positions", at, persistent=False)

    def forward(self, x):
        patches = cut(x, self.patch, self.patch).flatten(3).flatten(1, 2)
        return self.linear_head(self.transformer(self.to_patch_embedding(patches) + self.positions).mean(1))


def positions(rows, columns, width):
    """Sines and cosines of each patch's column and row (arXiv 2205.01580), [rows * columns, width]."""
    frequencies = 10_000 ** -torch.linspace(0, 1, width // 4, dtype=torch.float64)
    column = torch.arange(columns)[None, :, None] * frequencies
    row = torch.arange(rows)[:, None, None] * frequencies
    parts = (column.sin(), column.cos(), row.sin(), row.cos())
    return torch.cat([part.expand(rows, columns, -1) for part in parts], -1).flatten(0, 1).float()
