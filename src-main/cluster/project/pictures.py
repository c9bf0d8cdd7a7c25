"""Pictures: their split, their normalisation and their augmentation."""

import numpy as np
import torch

from data import Data, tensor_of
from noise import seed_pair

# Pixels by which training pictures are shifted at most, and whether they are mirrored.
STRENGTHS = {"digits": (1, False), "fashion-mnist": (2, False), "cifar-10": (4, True)}


class Pictures(Data):
    """Pictures [items, height, width, channels] and labels; test items follow training items in number."""

    def __init__(self, folder, experiment):
        super().__init__(folder, experiment)
        settings = experiment["data"]
        self.shift, self.flips = STRENGTHS[settings["dataset"]]
        self.images = np.concatenate([self.read("train-images"), self.read("test-images")])
        self.labels = np.concatenate([self.read("train-labels"), self.read("test-labels")]).astype(np.int64)
        published = len(self.read("train-labels"))
        # Halves are rounded up, as JavaScript does; Python would round them to the even number.
        held = int(np.floor(published * settings["validationFraction"] + 0.5))
        self.split_by_seed(published, 0, held)
        self.test = np.arange(published, len(self.images))
        pixels = self.images[self.train].astype(np.float64) / 255
        self.mean = pixels.mean((0, 1, 2))
        self.std = np.sqrt((pixels**2).mean((0, 1, 2)) - self.mean**2)
        self.std[self.std == 0] = 1
        shape = list(self.images.shape[1:])
        self.task = {"kind": "classification", "inputShape": shape, "classNames": self.facts["classNames"]}
        self.normalisation = {"mean": self.mean.tolist(), "std": self.std.tolist()}

    def inputs(self, items):
        """Normalised pictures, [items, height, width, channels]."""
        return self._normalised(self.images[items])

    def augmented(self, items, epoch, view):
        """The same, shifted and mirrored; what is shifted in is black."""
        return self._normalised(np.stack([self._changed(int(item), epoch, view) for item in items]))

    def targets(self, items):
        """Labels."""
        return torch.from_numpy(self.labels[items])

    def _changed(self, item, epoch, view):
        first, second = (int(word) for word in seed_pair(self.seed, "augmentation", epoch, item, view))
        places = 2 * self.shift + 1
        down = int(first / 2**32 * places) - self.shift
        right = int((second >> 1) / 2**31 * places) - self.shift
        height, width, _ = self.images.shape[1:]
        picture = np.pad(self.images[item], ((self.shift, self.shift), (self.shift, self.shift), (0, 0)))
        top, left = self.shift - down, self.shift - right
        crop = picture[top : top + height, left : left + width]
        return crop[:, ::-1] if self.flips and second & 1 else crop

    def _normalised(self, pixels):
        return tensor_of((pixels / 255 - self.mean) / self.std)
