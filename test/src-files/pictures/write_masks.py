"""Writes masks for the pictures of 30 x 40 pixels in `fixtures` into `masks`, and what Pillow makes of their sizes by its nearest
filter into `masks/read.json`.

python3 write_masks.py (Pillow 12, NumPy)
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

FOLDER = Path(__file__).parent / "masks"
SIZES = {"cover": ImageOps.fit, "contain": ImageOps.pad, "stretch": Image.Image.resize}
# Of width and height: smaller and larger, taller and wider.
WANTED = {"16x12": (16, 12), "20x20": (20, 20), "13x37": (13, 37), "70x45": (70, 45)}


def write():
    rows, columns = np.mgrid[0:30, 0:40]
    labels = (2 * np.hypot(rows - 14, columns - 22) // 7 % 4).astype(np.uint8)
    labels[(rows + columns) % 11 == 0] = 255
    palette = Image.fromarray(labels, "L").convert("P")
    palette.putdata(labels.flatten().tolist())
    palette.putpalette([channel for label in range(256) for channel in (label, 255 - label, 128)])
    palette.save(FOLDER / "palette.png")
    Image.fromarray(labels).save(FOLDER / "grey.png")
    Image.fromarray(labels).convert("RGB").save(FOLDER / "grey-rgb.png")
    few = Image.fromarray((labels % 2).astype(np.uint8)).convert("P")
    few.putpalette([0, 0, 0, 255, 0, 0])
    few.save(FOLDER / "few.png", bits=1)
    colours = np.stack([labels, 255 - labels, labels], -1)
    Image.fromarray(colours).save(FOLDER / "colours.png")
    Image.fromarray(labels).save(FOLDER / "lossy.jpg")
    Image.fromarray(labels[:-1]).save(FOLDER / "smaller.png")
    return {
        "labels": labels.flatten().tolist(),
        "few": (labels % 2).flatten().tolist(),
        **{
            f"{name} {size}": np.asarray(
                make(Image.fromarray(labels), wanted, Image.Resampling.NEAREST, **({"color": 255} if name == "contain" else {}))
            ).flatten().tolist()
            for name, make in SIZES.items()
            for size, wanted in WANTED.items()
        },
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "read.json").write_text(json.dumps(write()) + "\n")
