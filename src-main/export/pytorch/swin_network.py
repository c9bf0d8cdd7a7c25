class WindowAttention(torch.nn.Module):
    """Attention within windows, every other time shifted by half of one; [items, rows, columns, width]."""

    def __init__(self, width, heads, grid, window, is_shifted):
        super().__init__()
        self.heads, self.grid = heads, grid
        self.window = [min(window, side) for side in grid]
        shifted = [is_shifted and window < side for window, side in zip(self.window, grid)]
        self.shift = [window // 2 if moves else 0 for window, moves in zip(self.window, shifted)]
        self.padded = [-(-side // window) * window for window, side in zip(self.window, grid)]
        offsets = math.prod(2 * side - 1 for side in self.window)
        self.relative_position_bias_table = torch.nn.Parameter(torch.zeros(offsets, heads))
        self.qkv, self.proj = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)

    def forward(self, x):
        (rows, columns), (down, right) = self.grid, self.shift
        x = pad(x, self.padded).roll((-down, -right), (1, 2))
        windows = cut(x, *self.window)
        q, k, v = split(self.qkv(windows.flatten(3, 4)), 3, self.heads)
        attended = self.proj(attend(q, k, v, self.position_bias() + self.mask()))
        x = join(attended.unflatten(3, self.window)).roll((down, right), (1, 2))
        return x[:, :rows, :columns]

    def position_bias(self):
        """[heads, tokens, tokens]: one number for each offset between two tokens of a window."""
        rows, columns = self.window
        row, column = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
        down, right = (at.flatten()[:, None] - at.flatten() for at in (row, column))
        offset = (down + rows - 1) * (2 * columns - 1) + right + columns - 1
        return self.relative_position_bias_table[offset].movedim(-1, 0)

    def mask(self):
        """[rows, columns of windows, 1, tokens, tokens]: hides from each other what lies apart in the grid, and padding."""
        down, right = self.bands(0), self.bands(1)
        real = pad(torch.ones(1, *self.grid, 1), self.padded).roll([-side for side in self.shift], (1, 2))
        region = (3 * down[:, None] + right)[None, :, :, None].where(real > 0, -1)
        of_token = cut(region, *self.window)[0].flatten(2)
        return (of_token[..., :, None] != of_token[..., None, :]).unsqueeze(2) * -1e9

    def bands(self, axis):
        """Along an axis of the rolled grid: 0 in all windows but the last, which holds 1 and, rolled in from afar, 2."""
        side, window, shift = self.padded[axis], self.window[axis], self.shift[axis]
        at = torch.arange(side)
        return (at >= side - window).int() + (at >= side - shift).int() if shift else torch.zeros_like(at).int()


class FeedForward(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1, self.fc2 = torch.nn.Linear(width, 4 * width), torch.nn.Linear(4 * width, width)
        self.drop = Drop(4 * width)

    def forward(self, x):
        return self.fc2(self.drop(torch.nn.functional.gelu(self.fc1(x))))


class Block(torch.nn.Module):
    def __init__(self, width, heads, grid, window, is_shifted):
        super().__init__()
        self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.attn = WindowAttention(width, heads, grid, window, is_shifted)
        self.mlp = FeedForward(width)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Stage(torch.nn.Module):
    """The blocks of a stage on the way down or up, with `between` the layers that lead to the next or from it."""

    def __init__(self, model, stage, grid, between):
        super().__init__()
        width = model["width"] * 2**stage
        heads = width // model["headWidth"]
        self.blocks = torch.nn.ModuleList(
            Block(width, heads, grid, model["window"], block % 2 == 1) for block in range(model["depths"][stage])
        )
        for name, module in between.items():
            self.add_module(name, module)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x


class Merge(torch.nn.Module):
    """One token of twice the width out of 2 x 2."""

    def __init__(self, width):
        super().__init__()
        self.norm, self.reduction = torch.nn.LayerNorm(4 * width), torch.nn.Linear(4 * width, 2 * width, bias=False)

    def forward(self, x):
        return self.reduction(self.norm(cut(x, 2, 2).flatten(3)))


class Expand(torch.nn.Module):
    """2 x 2 tokens of half the width out of one."""

    def __init__(self, width):
        super().__init__()
        self.expand, self.norm = torch.nn.Linear(width, 2 * width, bias=False), torch.nn.LayerNorm(width // 2)

    def forward(self, x):
        return self.norm(join(self.expand(x).unflatten(-1, (2, 2, -1))))


class Embedding(torch.nn.Module):
    def __init__(self, numbers, width):
        super().__init__()
        self.proj, self.norm = torch.nn.Linear(numbers, width), torch.nn.LayerNorm(width)

    def forward(self, patches):
        return self.norm(self.proj(patches))


class Network(torch.nn.Module):
    """A U-shaped Swin transformer from fields to fields; what the grid is padded with is cut off again."""

    def __init__(self, model, task):
        super().__init__()
        self.grid, self.patch = task["inputShape"][:2], model["patchSize"]
        channels, outputs, width = task["inputShape"][2], task["targetShape"][2], model["width"]
        deepest = len(model["depths"]) - 1
        coarsest = [-(-side // (self.patch * 2**deepest)) for side in self.grid]
        grids = [[side * 2 ** (deepest - stage) for side in coarsest] for stage in range(deepest + 1)]
        self.padded = [self.patch * side for side in grids[0]]
        self.patch_embed = Embedding(channels * self.patch**2, width)
        self.layers, self.up = torch.nn.ModuleList(), torch.nn.ModuleList()
        for stage, grid in enumerate(grids):
            wide = width * 2**stage
            down = {"downsample": Merge(wide)} if stage < deepest else {}
            self.layers.append(Stage(model, stage, grid, down))
            if stage < deepest:
                below, skip = torch.nn.Linear(wide, wide), torch.nn.Linear(wide, wide, bias=False)
                back = {"upsample": Expand(2 * wide), "join_below": below, "join_skip": skip}
                self.up.append(Stage(model, stage, grid, back))
        self.norm, self.head = torch.nn.LayerNorm(width), torch.nn.Linear(width, outputs * self.patch**2)

    def forward(self, x):
        patches = cut(pad(x, self.padded), self.patch, self.patch).flatten(3)
        cells = self.head(self.norm(self.descend_and_return(0, self.patch_embed(patches))))
        rows, columns = self.grid
        return join(cells.unflatten(-1, (self.patch, self.patch, -1)))[:, :rows, :columns]

    def descend_and_return(self, stage, x):
        x = self.layers[stage](x)
        if stage == len(self.up):
            return x
        below = self.descend_and_return(stage + 1, self.layers[stage].downsample(x))
        up = self.up[stage]
        return up(up.join_below(up.upsample(below)) + up.join_skip(x))


def pad(x, sides):
    """Zeros below and on the right of [items, rows, columns, channels]."""
    (rows, columns) = sides
    return torch.nn.functional.pad(x, (0, 0, 0, columns - x.shape[2], 0, rows - x.shape[1]))
