"""
A Swin transformer from fields to fields (Liu et al., arXiv 2103.14030), U-shaped as in arXiv 2105.05537: stages of
windowed blocks go down, the same stages go up again, each joined with the tokens it had on the way down.
"""

import numpy as np
import torch
from torch.nn import functional
from torch_blue.vi import VIModule

# Its exponential is zero in float32, next to any other score.
HIDDEN = -1e9


class Windows:
    """How a grid of tokens is put into windows: padded to whole ones, and rolled up and left by the shift."""

    def __init__(self, grid, size, is_shifted):
        self.grid = grid
        self.window = tuple(min(size, length) for length in grid)
        self.padded = tuple(-(-length // side) * side for length, side in zip(grid, self.window))
        shifts = tuple(side // 2 if is_shifted and side < length else 0 for length, side in zip(grid, self.window))
        row, column = np.indices(self.padded)
        source = (row + shifts[0]) % self.padded[0], (column + shifts[1]) % self.padded[1]
        # Of every place, windows one after the other, the token that lies there.
        self.order = self._by_window(source[0] * self.padded[1] + source[1])
        bands = [self._bands(axis, shifts[axis])[indices] for axis, indices in enumerate((row, column))]
        is_padding = (source[0] >= grid[0]) | (source[1] >= grid[1])
        regions = self._by_window(np.where(is_padding, -1, 3 * bands[0] + bands[1]))
        tokens = self.window[0] * self.window[1]
        regions = regions.reshape(-1, tokens)
        # Tokens of one window see each other only within a region: rolling brought far edges together.
        self.mask = np.where(regions[:, :, None] != regions[:, None, :], HIDDEN, 0).astype(np.float32)

    def _by_window(self, grid):
        (rows, columns), (high, wide) = self.padded, self.window
        return grid.reshape(rows // high, high, columns // wide, wide).transpose(0, 2, 1, 3).reshape(-1)

    def _bands(self, axis, shift):
        """0 in all windows but the last, which holds 1 and, rolled in from afar, 2."""
        place, length = np.arange(self.padded[axis]), self.padded[axis]
        last = place >= length - self.window[axis]
        return np.where((shift == 0) | ~last, 0, np.where(place < length - shift, 1, 2))

    def offsets(self):
        """For each pair of tokens of a window, the row of the table that holds their offset."""
        rows, columns = self.window
        row, column = (part.reshape(-1) for part in np.indices(self.window))
        down = row[:, None] - row[None, :] + rows - 1
        right = column[:, None] - column[None, :] + columns - 1
        return down * (2 * columns - 1) + right


class WindowAttention(torch.nn.Module):
    """Attention within windows, with a bias for relative positions that is a point estimate."""

    def __init__(self, make, width, heads, windows):
        super().__init__()
        self.windows, self.heads = windows, heads
        rows, columns = windows.window
        table = torch.zeros((2 * rows - 1) * (2 * columns - 1), heads)
        self.relative_position_bias_table = torch.nn.Parameter(table)
        self.qkv, self.proj = make.linear(width, 3 * width), make.linear(width, width)
        for name, values in (
            ("order", windows.order),
            ("inverse", np.argsort(windows.order)),
            ("offsets", windows.offsets()),
            ("mask", windows.mask[:, None]),
        ):
            self.register_buffer(name, torch.from_numpy(values), persistent=False)

    def forward(self, x):
        """x: [items, tokens, width]"""
        (items, _, width), (rows, columns), padded = x.shape, self.windows.grid, self.windows.padded
        grid = x.unflatten(1, (rows, columns))
        whole = functional.pad(grid, (0, 0, 0, padded[1] - columns, 0, padded[0] - rows)).flatten(1, 2)
        tokens = whole[:, self.order].unflatten(1, (len(self.mask), -1))
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(2, 3) for part in self.qkv(tokens).chunk(3, -1))
        bias = self.relative_position_bias_table[self.offsets].permute(2, 0, 1) + self.mask
        weights = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + bias).softmax(-1)
        attended = self.proj((weights @ v).transpose(2, 3).flatten(3)).flatten(1, 2)[:, self.inverse]
        return attended.unflatten(1, padded)[:, :rows, :columns].reshape(items, rows * columns, width)


class Mlp(torch.nn.Module):
    """Two dense layers on every token."""

    def __init__(self, make, width):
        super().__init__()
        self.fc1, self.fc2 = make.linear(width, 4 * width), make.linear(4 * width, width)

    def forward(self, x):
        """x: [items, tokens, width]"""
        return self.fc2(functional.gelu(self.fc1(x)))


class Block(torch.nn.Module):
    """Attention and dense layers, normalisation before each."""

    def __init__(self, make, width, heads, windows):
        super().__init__()
        self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.attn, self.mlp = WindowAttention(make, width, heads, windows), Mlp(make, width)

    def forward(self, x):
        """x: [items, tokens, width]"""
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Merging(torch.nn.Module):
    """Makes one token of twice the width out of 2 x 2."""

    def __init__(self, make, width, grid):
        super().__init__()
        self.grid = grid
        self.norm, self.reduction = torch.nn.LayerNorm(4 * width), make.linear(4 * width, 2 * width, bias=False)

    def forward(self, x):
        """x: [items, tokens, width]"""
        return self.reduction(self.norm(cut(x.unflatten(1, self.grid), 2)))


class Expanding(torch.nn.Module):
    """Makes 2 x 2 tokens of half the width out of one."""

    def __init__(self, make, width, grid):
        super().__init__()
        self.grid = grid
        self.expand, self.norm = make.linear(width, 2 * width, bias=False), torch.nn.LayerNorm(width // 2)

    def forward(self, x):
        """x: [items, tokens, width]"""
        return self.norm(join(self.expand(x), self.grid, 2).flatten(1, 2))


class Stage(torch.nn.Module):
    """The blocks of one resolution, on the way down or up."""

    def __init__(self, make, width, depth, grid, model):
        super().__init__()
        self.blocks = torch.nn.Sequential(
            *(
                Block(make, width, width // model["headWidth"], Windows(grid, model["window"], block % 2 == 1))
                for block in range(depth)
            )
        )


class Swin(VIModule):
    """Patches of fields, down through the stages and up again."""

    def __init__(self, model, make, input_shape, outputs):
        super().__init__()
        height, width, channels = input_shape
        self.shape, self.side = (height, width), model["patchSize"]
        depths, numbers = model["depths"], model["width"]
        least = self.side * 2 ** (len(depths) - 1)
        coarsest = -(-height // least), -(-width // least)
        grids = [tuple(length * 2 ** (len(depths) - 1 - stage) for length in coarsest) for stage in range(len(depths))]
        self.grid, self.channels = grids[0], outputs // (height * width)
        self.patch_embed = torch.nn.Module()
        self.patch_embed.proj = make.linear(self.side**2 * channels, numbers)
        self.patch_embed.norm = torch.nn.LayerNorm(numbers)
        widths = [numbers * 2**stage for stage in range(len(depths))]
        self.layers = torch.nn.ModuleList(Stage(make, *each, model) for each in zip(widths, depths, grids))
        self.up = torch.nn.ModuleList(Stage(make, *each, model) for each in list(zip(widths, depths, grids))[:-1])
        for stage, (down, up) in enumerate(zip(self.layers, self.up)):
            down.downsample = Merging(make, widths[stage], grids[stage])
            up.upsample = Expanding(make, widths[stage + 1], grids[stage + 1])
            up.join_below = make.linear(widths[stage], widths[stage])
            up.join_skip = make.linear(widths[stage], widths[stage], bias=False)
        self.norm, self.head = torch.nn.LayerNorm(numbers), make.linear(numbers, self.side**2 * self.channels)

    def forward(self, x):
        """x: [items, height, width, channels]; returns the same with the channels to predict"""
        height, width = self.shape
        below, right = (length * self.side - side for length, side in zip(self.grid, self.shape))
        patches = cut(functional.pad(x, (0, 0, 0, right, 0, below)), self.side)
        tokens = self._down_and_up(self.patch_embed.norm(self.patch_embed.proj(patches)), 0)
        return join(self.head(self.norm(tokens)), self.grid, self.side)[:, :height, :width]

    def _down_and_up(self, x, stage):
        x = self.layers[stage].blocks(x)
        if stage == len(self.up):
            return x
        up = self.up[stage]
        below = up.upsample(self._down_and_up(self.layers[stage].downsample(x), stage + 1))
        return up.blocks(up.join_below(below) + up.join_skip(x))


def cut(grid, side):
    """[items, rows, columns, numbers] into patches [items, patches, side * side * numbers]"""
    items, rows, columns, numbers = grid.shape
    parts = grid.reshape(items, rows // side, side, columns // side, side, numbers).transpose(2, 3)
    return parts.reshape(items, -1, side * side * numbers)


def join(patches, grid, side):
    """The inverse of `cut`; grid: rows and columns of patches."""
    items, _, numbers = patches.shape
    parts = patches.reshape(items, *grid, side, side, numbers // side**2).transpose(2, 3)
    return parts.reshape(items, grid[0] * side, grid[1] * side, -1)
