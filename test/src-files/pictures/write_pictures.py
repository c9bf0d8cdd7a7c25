"""Writes the pictures of `fixtures` and what Pillow reads of them and makes of their sizes, into `fixtures/read.json`.

python3 write_pictures.py (Pillow 12, NumPy)
"""

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

FOLDER = Path(__file__).parent / "fixtures"
SIZES = {"cover": ImageOps.fit, "contain": ImageOps.pad, "stretch": Image.Image.resize}


def write():
    rows, columns = np.mgrid[0:30, 0:40]
    wave = 127 + 120 * np.sin(columns / 3) * np.cos(rows / 4)
    colour = Image.fromarray(np.stack([columns * 6, rows * 8, wave], -1).astype(np.uint8))
    turned = Image.Exif()
    turned[0x0112] = 6
    colour.save(FOLDER / "colour.jpg", quality=90)
    colour.save(FOLDER / "turned.jpg", quality=90, exif=turned)
    colour.save(FOLDER / "progressive.jpg", quality=60, progressive=True)
    colour.convert("L").save(FOLDER / "grey.jpg")
    colour.save(FOLDER / "colour.png")
    colour.convert("L").save(FOLDER / "grey.png")
    colour.convert("1").save(FOLDER / "bits.png")
    colour.quantize(16).save(FOLDER / "palette.png")
    alpha = Image.fromarray((columns * 6).astype(np.uint8))
    Image.merge("RGBA", (*colour.split(), alpha)).save(FOLDER / "alpha.png")
    Image.merge("LA", (colour.convert("L"), alpha)).save(FOLDER / "grey-alpha.png")
    sixteen = Image.fromarray((wave * 257).astype(np.uint16))
    sixteen.save(FOLDER / "sixteen.png")
    sixteen.save(FOLDER / "sixteen.tif")
    colour.save(FOLDER / "lossless.webp", lossless=True)
    colour.save(FOLDER / "lossy.webp", quality=80)
    colour.save(FOLDER / "plain.tif")
    colour.save(FOLDER / "lzw.tif", compression="tiff_lzw")
    colour.save(FOLDER / "deflate.tif", compression="tiff_deflate")
    colour.quantize(16).save(FOLDER / "palette.tif")
    colour.crop((0, 0, 23, 17)).save(FOLDER / "odd.png")


def in_colour(file):
    picture = ImageOps.exif_transpose(Image.open(file))
    if picture.mode.startswith("I"):
        picture = Image.fromarray((np.asarray(picture).astype(np.uint16) >> 8).astype(np.uint8))
    return picture.convert("RGB")


def text_of(picture):
    return base64.b64encode(np.asarray(picture).tobytes()).decode()


def facts(file):
    picture = in_colour(file)
    fits = {
        name: text_of(make(picture, (16, 12), Image.Resampling.BILINEAR)) for name, make in SIZES.items()
    }
    return {
        "height": picture.height,
        "width": picture.width,
        "pixels": text_of(picture),
        "grey": text_of(picture.convert("L").resize((20, 20), Image.Resampling.BILINEAR)),
        **fits,
    }


if __name__ == "__main__":
    write()
    pictures = sorted(file for file in FOLDER.iterdir() if file.suffix != ".json")
    read = {file.name: facts(file) for file in pictures}
    (FOLDER / "read.json").write_text(json.dumps(read, indent=1) + "\n")
