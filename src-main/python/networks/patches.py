"""Grids cut into pieces."""

import torch


def cut(x, rows, columns):
    """A grid [items, height, width, channels] in pieces [items, rows of pieces, columns of pieces, rows, columns, channels]."""
    items, height, width, channels = x.shape
    return x.reshape(items, height // rows, rows, width // columns, columns, channels).transpose(2, 3)


def join(pieces):
    """The grid again: the inverse of `cut`."""
    return pieces.transpose(2, 3).flatten(3, 4).flatten(1, 2)


def pad(x, sides):
    """Zeros below and on the right of [items, rows, columns, channels]."""
    (rows, columns) = sides
    return torch.nn.functional.pad(x, (0, 0, 0, columns - x.shape[2], 0, rows - x.shape[1]))
