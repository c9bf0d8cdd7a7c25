def split(x, parts, heads):
    """[..., tokens, parts * heads * width] to `parts` of [..., heads, tokens, width]."""
    return x.unflatten(-1, (parts, heads, -1)).movedim(-3, 0).transpose(-2, -3)


def attend(q, k, v, bias=0):
    """softmax(q k^T / sqrt(width) + bias) v, with the heads put side by side again: [..., tokens, heads * width]."""
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    return ((scores + bias).softmax(-1) @ v).transpose(-2, -3).flatten(-2)


def cut(x, rows, columns):
    """A grid [items, height, width, channels] in pieces [items, rows of pieces, columns of pieces, rows, columns, channels]."""
    items, height, width, channels = x.shape
    return x.reshape(items, height // rows, rows, width // columns, columns, channels).transpose(2, 3)


def join(pieces):
    """The grid again: the inverse of `cut`."""
    return pieces.transpose(2, 3).flatten(3, 4).flatten(1, 2)
