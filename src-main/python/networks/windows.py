"""Attention within windows of a grid of tokens (Liu et al., arXiv 2103.14030, section 3.2)."""

import math

import torch

from attention import attend, split
from patches import cut, join, pad

# Its exponential is zero in float32, next to any other score.
HIDDEN = -1e9


class WindowAttention(torch.nn.Module):
    """Attention within windows, shifted by half of one or not, with a bias for relative positions: a point estimate."""

    def __init__(self, make, width, heads, grid, window, is_shifted):
        super().__init__()
        self.heads, self.grid = heads, grid
        self.window = [min(window, side) for side in grid]
        shifted = [is_shifted and window < side for window, side in zip(self.window, grid)]
        self.shift = [window // 2 if moves else 0 for window, moves in zip(self.window, shifted)]
        self.padded = [-(-side // window) * window for window, side in zip(self.window, grid)]
        offsets = math.prod(2 * side - 1 for side in self.window)
        self.relative_position_bias_table = torch.nn.Parameter(torch.zeros(offsets, heads))
        self.qkv, self.proj = make.linear(width, 3 * width), make.linear(width, width)
        self.register_buffer("offsets", self._offsets(), persistent=False)
        self.register_buffer("mask", self._mask(), persistent=False)

    def forward(self, x):
        """x: [items, rows, columns, width]"""
        (rows, columns), (down, right) = self.grid, self.shift
        x = pad(x, self.padded).roll((-down, -right), (1, 2))
        q, k, v = split(self.qkv(cut(x, *self.window).flatten(3, 4)), 3, self.heads)
        bias = self.relative_position_bias_table[self.offsets].movedim(-1, 0) + self.mask
        attended = self.proj(attend(q, k, v, bias)).unflatten(3, self.window)
        return join(attended).roll((down, right), (1, 2))[:, :rows, :columns]

    def _offsets(self):
        """[tokens, tokens]: for each pair of tokens of a window, the row of the table that holds their offset."""
        rows, columns = self.window
        row, column = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
        down, right = (at.flatten()[:, None] - at.flatten() for at in (row, column))
        return (down + rows - 1) * (2 * columns - 1) + right + columns - 1

    def _mask(self):
        """[rows, columns of windows, 1, tokens, tokens]: hides from each other what lies apart in the grid, and padding."""
        down, right = self._bands(0), self._bands(1)
        real = pad(torch.ones(1, *self.grid, 1), self.padded).roll([-side for side in self.shift], (1, 2))
        region = (3 * down[:, None] + right)[None, :, :, None].where(real > 0, -1)
        of_token = cut(region, *self.window)[0].flatten(2)
        return (of_token[..., :, None] != of_token[..., None, :]).unsqueeze(2) * HIDDEN

    def _bands(self, axis):
        """Along an axis of the rolled grid: 0 in all windows but the last, which holds 1 and, rolled in from afar, 2."""
        side, window, shift = self.padded[axis], self.window[axis], self.shift[axis]
        at = torch.arange(side)
        return (at >= side - window).int() + (at >= side - shift).int() if shift else torch.zeros_like(at).int()
