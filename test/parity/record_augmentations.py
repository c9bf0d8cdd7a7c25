"""Pictures as torchvision's operations change Pillow's images, for test/src-workers/data/augmentations.

    pip install torch torchvision
    python test/parity/record_augmentations.py > test/parity/fixtures/augmentations.json
"""

import base64
import json

import numpy as np
import torch
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F
from torchvision.transforms.autoaugment import RandAugment, _apply_op

HEIGHT, WIDTH = 21, 26


def picture(channels):
    """Blobs and noise, with dark and bright parts, [height, width, channels]."""
    generator = np.random.default_rng(channels)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    waves = [
        120 + 90 * np.sin(rows / (3 + one) + one) * np.cos(columns / (4 + one)) + generator.normal(0, 15, rows.shape)
        for one in range(channels)
    ]
    return np.clip(np.stack(waves, -1), 5, 245).astype(np.uint8)


def image_of(pixels):
    return Image.fromarray(pixels if pixels.shape[-1] == 3 else pixels[..., 0])


def text_of(image):
    return base64.b64encode(np.asarray(image).tobytes()).decode()


def cases(image):
    """What is done, its parameters, and what comes of it."""
    for degrees in (-30.0, -7.3, 12.5, 90.5):
        yield "turned", [degrees], F.rotate(image, degrees, InterpolationMode.NEAREST)
    for top, left, height, width in ((0, 0, HEIGHT, WIDTH), (3, 5, 9, 7), (2, 1, 18, 24), (10, 10, 1, 2)):
        part = F.resized_crop(image, top, left, height, width, [HEIGHT, WIDTH], InterpolationMode.BILINEAR)
        yield "partToSize", [top, left, height, width], part
    for factor in (0.0, 0.3, 0.9, 1.0, 1.4, 2.2):
        yield "withBrightness", [factor], F.adjust_brightness(image, factor)
        yield "withContrast", [factor], F.adjust_contrast(image, factor)
        yield "withSaturation", [factor], F.adjust_saturation(image, factor)
        yield "withSharpness", [factor], F.adjust_sharpness(image, factor)
    for turns in (-0.5, -0.2, 0.05, 0.31, 0.5):
        yield "withHue", [turns], F.adjust_hue(image, turns)
    for bits in (2, 5, 8):
        yield "posterised", [bits], F.posterize(image, bits)
    for threshold in (0.0, 100.4, 128, 255.0):
        yield "solarised", [threshold], F.solarize(image, threshold)
    yield "withWholeContrast", [], F.autocontrast(image)
    yield "equalised", [], F.equalize(image)
    yield "mirrored", [True, False], F.hflip(image)
    yield "mirrored", [False, True], F.vflip(image)


def rand_augment(image):
    """Each change of RandAugment at a few magnitudes, either way."""
    space = RandAugment()._augmentation_space(31, (HEIGHT, WIDTH))
    for name, (magnitudes, signed) in space.items():
        for magnitude in (0, 9, 17, 30):
            strength = float(magnitudes[magnitude].item()) if magnitudes.ndim > 0 else 0.0
            for sign in (1, -1) if signed else (1,):
                changed = _apply_op(image, name, sign * strength, InterpolationMode.NEAREST, None)
                yield name, magnitude, sign, changed


def mixed_loss():
    """Cross entropy of soft labels, which MixUp gives."""
    generator = torch.Generator().manual_seed(3)
    logits = torch.randn(2, 4, 5, generator=generator)
    labels = [[0, 3, 1, 4], [2, 3, 0, 1]]
    weights = [0.25, 0.5, 1.0, 0.875]
    first, second = (torch.nn.functional.one_hot(torch.tensor(one), 5).float() for one in labels)
    share = torch.tensor(weights)[:, None]
    soft = share * first + (1 - share) * second
    losses = [torch.nn.functional.cross_entropy(one, soft, reduction="none").tolist() for one in logits]
    return {"logits": logits.flatten().tolist(), "labels": labels, "weights": weights, "losses": losses}


def main():
    found = {"height": HEIGHT, "width": WIDTH, "pictures": {}, "mixed": mixed_loss()}
    for channels in (1, 3):
        pixels = picture(channels)
        image = image_of(pixels)
        found["pictures"][channels] = {
            "pixels": text_of(image),
            "changes": [
                {"name": name, "with": given, "pixels": text_of(changed)} for name, given, changed in cases(image)
            ],
            "randAugment": [
                {"name": name, "magnitude": magnitude, "sign": sign, "pixels": text_of(changed)}
                for name, magnitude, sign, changed in rand_augment(image)
            ],
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
