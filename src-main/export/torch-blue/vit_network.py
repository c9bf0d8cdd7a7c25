class Attention(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm = torch.nn.LayerNorm(width)
        self.to_qkv = VILinear(width, 3 * width, bias=False, **PRIOR)
        self.to_out = VILinear(width, width, bias=False, **PRIOR)

    def forward(self, x):
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.to_qkv(self.norm(x)).chunk(3, -1))
        weights = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1)
        return self.to_out((weights @ v).transpose(1, 2).flatten(2))


class FeedForward(torch.nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.net = torch.nn.Sequential(
            torch.nn.LayerNorm(width), VILinear(width, hidden, **PRIOR), torch.nn.GELU(), VILinear(hidden, width, **PRIOR)
        )

    def forward(self, x):
        return self.net(x)


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


class Network(VIModule):
    def __init__(self):
        super().__init__()
        channels, height, image_width = IMAGE
        self.grid = height // PATCH, image_width // PATCH
        numbers = channels * PATCH**2
        self.to_patch_embedding = torch.nn.Sequential(
            torch.nn.Identity(), torch.nn.LayerNorm(numbers), VILinear(numbers, WIDTH, **PRIOR), torch.nn.LayerNorm(WIDTH)
        )
        self.transformer = Blocks(WIDTH, DEPTH, HEADS, HIDDEN)
        self.linear_head = VILinear(WIDTH, len(CLASSES), **PRIOR)
        self.register_buffer("positions", positions(*self.grid), persistent=False)

    def forward(self, x):
        """Logits of normalised images, [items, channels, height, width]; a patch's numbers go row, column, channel."""
        (rows, columns), (items, channels) = self.grid, x.shape[:2]
        cut = x.reshape(items, channels, rows, PATCH, columns, PATCH).permute(0, 2, 4, 3, 5, 1)
        patches = cut.reshape(items, rows * columns, channels * PATCH**2)
        tokens = self.transformer(self.to_patch_embedding(patches) + self.positions)
        return self.linear_head(tokens.mean(1))


def positions(rows, columns):
    """Sines and cosines of each patch's column and row (arXiv 2205.01580), [rows * columns, WIDTH]."""
    frequencies = 10_000 ** -torch.linspace(0, 1, WIDTH // 4)
    column = torch.arange(columns)[None, :, None] * frequencies
    row = torch.arange(rows)[:, None, None] * frequencies
    parts = (column.sin(), column.cos(), row.sin(), row.cos())
    return torch.cat([part.expand(rows, columns, -1) for part in parts], -1).flatten(0, 1)
