"""Records what other programs make of a picture, for corruptions-elsewhere.test.ts.

    pip install imagecorruptions==1.1.2 scikit-image==0.21.0 'numpy<2' numba opencv-python-headless pillow scipy 'setuptools<80'
    python record.py

imagecorruptions is only run, not copied. picture.png is scikit-image's `astronaut` (NASA, public domain), cut and made 224 x 224.
"""

import base64
import io
import json
import pathlib

import imagecorruptions
import imagecorruptions.corruptions as theirs
import numpy as np
from PIL import Image
from scipy import ndimage, stats
from skimage.color import hsv2rgb, rgb2hsv

here = pathlib.Path(__file__).parent
picture = np.asarray(Image.open(here / "picture.png"))

# It calls scikit-image by an argument that later versions renamed.
their_gaussian = theirs.gaussian
theirs.gaussian = lambda image, sigma, multichannel=False, **more: their_gaussian(
    image, sigma=sigma, channel_axis=-1 if multichannel else None
)


def psnr(one, other):
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other.astype(float)) ** 2)))


def spoilt(name, severity, seed):
    np.random.seed(seed)
    return np.asarray(imagecorruptions.corrupt(picture, corruption_name=name, severity=severity)).astype(np.uint8)


def text(pixels):
    return base64.b64encode(np.ascontiguousarray(pixels).tobytes()).decode()


def jpeg(pixels, quality):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def kept(pixels, quality):
    return {
        "shape": [*pixels.shape[:2], pixels.shape[2] if pixels.ndim == 3 else 1],
        "quality": quality,
        "picture": text(pixels),
        "kept": text(jpeg(pixels, quality)),
    }


part = picture[40:72, 90:122]
odd = picture[40:63, 90:109]
grey = np.asarray(Image.fromarray(picture[40:68, 90:118]).convert("L"))
small = np.random.default_rng(0).random((7, 5, 2)).round(3)
places = np.random.default_rng(1).uniform(-1, 8, (7, 5, 2)).round(3)
hsv = rgb2hsv(part)
hsv[..., 2] = np.clip(hsv[..., 2] + 0.3, 0, 1)

recorded = {
    "psnr": {
        name.replace("_", "-"): [
            float(np.mean([psnr(spoilt(name, severity, seed), picture) for seed in range(3)]))
            for severity in range(1, 6)
        ]
        for name in imagecorruptions.get_corruption_names("common")
    },
    "jpeg": [kept(part, quality) for quality in (25, 7)] + [kept(odd, 18), kept(grey, 15)],
    "gaussian": {
        "picture": small.ravel().tolist(),
        "deviation": 1.3,
        "blurred": ndimage.gaussian_filter(small, [1.3, 1.3, 0], mode="nearest", truncate=6 / 1.3).ravel().tolist(),
    },
    "displaced": {
        "places": places.ravel().tolist(),
        "values": np.stack(
            [
                ndimage.map_coordinates(small[..., channel], places.reshape(-1, 2).T, order=1, mode="nearest")
                for channel in range(2)
            ],
            axis=1,
        ).ravel().tolist(),
    },
    "poisson": [
        {"mean": mean, "quantiles": quantiles, "counts": stats.poisson.ppf(quantiles, mean).astype(int).tolist()}
        for mean, quantiles in ((0.4, [0.1, 0.7, 0.99]), (12.5, [0.001, 0.31, 0.5, 0.9999]), (60.0, [0.02, 0.6, 0.999]))
    ],
    "brightness": {"picture": text(part), "added": 0.3, "brighter": hsv2rgb(hsv).ravel().round(7).tolist()[:600]},
}
(here / "recorded.json").write_text(json.dumps(recorded))
