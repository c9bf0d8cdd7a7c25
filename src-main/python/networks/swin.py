"""
A Swin transformer from fields to fields (Liu et al., arXiv 2103.14030), U-shaped as in arXiv 2105.05537: stages of
windowed blocks go down, the same stages go up again, each joined with the tokens it had on the way down.
"""

import torch

from patches import cut, join, pad
from windows import WindowAttention


class Mlp(torch.nn.Module):
    """Two dense layers on every token."""

    def __init__(self, make, width):
        super().__init__()
        self.fc1, self.fc2 = make.linear(width, 4 * width), make.linear(4 * width, width)
        self.drop = make.drop(4 * width)

    def forward(self, x):
        """x: [items, rows, columns, width]"""
        return self.fc2(self.drop(torch.nn.functional.gelu(self.fc1(x))))


class Block(torch.nn.Module):
    """Attention and dense layers, normalisation before each."""

    def __init__(self, make, width, *attention):
        super().__init__()
        self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.attn, self.mlp = WindowAttention(make, width, *attention), Mlp(make, width)

    def forward(self, x):
        """x: [items, rows, columns, width]"""
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Stage(torch.nn.Module):
    """The blocks of a stage on the way down or up, with `between` the layers that lead to the next or from it."""

    def __init__(self, model, make, stage, grid, between):
        super().__init__()
        width = model["width"] * 2**stage
        heads = width // model["headWidth"]
        self.blocks = torch.nn.ModuleList(
            Block(make, width, heads, grid, model["window"], block % 2 == 1) for block in range(model["depths"][stage])
        )
        for name, module in between.items():
            self.add_module(name, module)

    def forward(self, x):
        """x: [items, rows, columns, width]"""
        for block in self.blocks:
            x = block(x)
        return x


class Merge(torch.nn.Module):
    """One token of twice the width out of 2 x 2."""

    def __init__(self, make, width):
        super().__init__()
        self.norm, self.reduction = torch.nn.LayerNorm(4 * width), make.linear(4 * width, 2 * width, bias=False)

    def forward(self, x):
        """x: [items, rows, columns, width]"""
        return self.reduction(self.norm(cut(x, 2, 2).flatten(3)))


class Expand(torch.nn.Module):
    """2 x 2 tokens of half the width out of one."""

    def __init__(self, make, width):
        super().__init__()
        self.expand, self.norm = make.linear(width, 2 * width, bias=False), torch.nn.LayerNorm(width // 2)

    def forward(self, x):
        """x: [items, rows, columns, width]"""
        return self.norm(join(self.expand(x).unflatten(-1, (2, 2, -1))))


class Embedding(torch.nn.Module):
    """A token of each patch."""

    def __init__(self, make, numbers, width):
        super().__init__()
        self.proj, self.norm = make.linear(numbers, width), torch.nn.LayerNorm(width)

    def forward(self, patches):
        """patches: [items, rows, columns, numbers]"""
        return self.norm(self.proj(patches))


class Swin(torch.nn.Module):
    """From fields to fields on the same grid; what it is padded with is cut off again."""

    def __init__(self, model, make, input_shape, output_shape):
        super().__init__()
        (*self.grid, channels), self.patch, width = input_shape, model["patchSize"], model["width"]
        deepest = len(model["depths"]) - 1
        coarsest = [-(-side // (self.patch * 2**deepest)) for side in self.grid]
        grids = [[side * 2 ** (deepest - stage) for side in coarsest] for stage in range(deepest + 1)]
        self.padded = [self.patch * side for side in grids[0]]
        self.patch_embed = Embedding(make, channels * self.patch**2, width)
        self.layers, self.up = torch.nn.ModuleList(), torch.nn.ModuleList()
        for stage, grid in enumerate(grids):
            wide = width * 2**stage
            down = {"downsample": Merge(make, wide)} if stage < deepest else {}
            self.layers.append(Stage(model, make, stage, grid, down))
            if stage < deepest:
                below, skip = make.linear(wide, wide), make.linear(wide, wide, bias=False)
                back = {"upsample": Expand(make, 2 * wide), "join_below": below, "join_skip": skip}
                self.up.append(Stage(model, make, stage, grid, back))
        self.norm, self.head = torch.nn.LayerNorm(width), make.linear(width, output_shape[-1] * self.patch**2)

    def forward(self, x):
        """x: [items, rows, columns, channels]; returns the same with the channels to predict"""
        patches = cut(pad(x, self.padded), self.patch, self.patch).flatten(3)
        cells = self.head(self.norm(self._down_and_up(0, self.patch_embed(patches))))
        rows, columns = self.grid
        return join(cells.unflatten(-1, (self.patch, self.patch, -1)))[:, :rows, :columns]

    def _down_and_up(self, stage, x):
        x = self.layers[stage](x)
        if stage == len(self.up):
            return x
        below = self._down_and_up(stage + 1, self.layers[stage].downsample(x))
        up = self.up[stage]
        return up(up.join_below(up.upsample(below)) + up.join_skip(x))
