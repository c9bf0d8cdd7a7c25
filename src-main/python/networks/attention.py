"""Attention between tokens, in several heads."""


def split(x, parts, heads):
    """[..., tokens, parts * heads * width] to `parts` of [..., heads, tokens, width]."""
    return x.unflatten(-1, (parts, heads, -1)).movedim(-3, 0).transpose(-2, -3)


def attend(q, k, v, bias=0):
    """softmax(q k^T / sqrt(width) + bias) v, with the heads put side by side again: [..., tokens, heads * width]."""
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    return ((scores + bias).softmax(-1) @ v).transpose(-2, -3).flatten(-2)
