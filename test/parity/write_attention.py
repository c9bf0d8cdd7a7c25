"""Writes fixtures/attention.json: what PyTorch's own attention gives for a few tokens, and the gradient of the sum of its squares.

    ~/.cache/parasample/parity/bin/python test/parity/write_attention.py
"""

import json
import pathlib

import torch

HERE = pathlib.Path(__file__).parent
GROUPS, HEADS = 2, 2
# Tokens and a head's width: within the 64 that a block of a GPU's threads takes at once, and beyond.
CASES = [(7, 5), (64, 3), (131, 3)]
# Every so many numbers are kept.
KEPT = 17


def given(tokens: int, width: int) -> torch.Tensor:
    """Numbers that the spec makes in the same way: 1.7 sin(0.37 k + 0.001 k^2) by place k."""
    places = torch.arange(GROUPS * tokens * 3 * HEADS * width, dtype=torch.float64)
    x = 1.7 * torch.sin(0.37 * places + 0.001 * places**2)
    return x.reshape(GROUPS, tokens, 3 * HEADS * width).float().double()


def case(tokens: int, width: int) -> dict:
    x = given(tokens, width).requires_grad_()
    parts = x.reshape(GROUPS, tokens, 3, HEADS, width).permute(2, 0, 3, 1, 4)
    attended = torch.nn.functional.scaled_dot_product_attention(*parts)
    result = attended.transpose(1, 2).reshape(GROUPS, tokens, HEADS * width)
    (result**2).sum().backward()
    keep = lambda numbers: [float(f"{number:.8g}") for number in numbers.detach().flatten()[::KEPT].tolist()]
    return {"tokens": tokens, "width": width, "value": keep(result), "gradient": keep(x.grad)}


if __name__ == "__main__":
    answer = {"groups": GROUPS, "heads": HEADS, "kept": KEPT, "cases": [case(*each) for each in CASES]}
    (HERE / "fixtures" / "attention.json").write_text(json.dumps(answer) + "\n")
