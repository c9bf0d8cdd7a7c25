"""The pictures of the experiment: its split, its normalisation and its augmentation."""

from pathlib import Path

import numpy as np
import torch

from noise import seed_pair, shuffled

# Pixels by which training pictures are shifted at most, and whether they are mirrored.
STRENGTHS = {"digits": (1, False), "fashion-mnist": (2, False), "cifar-10": (4, True)}


class Data:
    """
    Pictures [items, height, width, channels] and labels; test items follow training items in number. `train`,
    `validation` and `test` hold the numbers of their items.
    """

    def __init__(self, folder, experiment):
        def read(name):
            return np.load(Path(folder) / f"{name}.npy")

        self.seed = experiment["seed"]
        self.shift, self.flips = STRENGTHS[experiment["data"]["dataset"]]
        self.images = np.concatenate([read("train-images"), read("test-images")])
        self.labels = torch.from_numpy(np.concatenate([read("train-labels"), read("test-labels")]).astype(np.int64))
        published = len(read("train-labels"))
        order = shuffled(published, self.seed, "split", 0)
        # Halves are rounded up, as JavaScript does; Python would round them to the even number.
        held = int(np.floor(published * experiment["data"]["validationFraction"] + 0.5))
        self.validation, self.train = order[:held], order[held:]
        self.test = np.arange(published, len(self.images))
        pixels = self.images[self.train].astype(np.float64) / 255
        self.mean = pixels.mean((0, 1, 2))
        self.std = np.sqrt((pixels**2).mean((0, 1, 2)) - self.mean**2)
        self.std[self.std == 0] = 1

    @property
    def shape(self):
        """[height, width, channels]"""
        return self.images.shape[1:]

    def epoch_order(self, epoch):
        """The training items in the order of an epoch."""
        return self.train[shuffled(len(self.train), self.seed, "order", epoch)]

    def inputs(self, items):
        """Normalised pictures, float32 [items, channels, height, width]."""
        return self._normalised(self.images[items])

    def augmented(self, items, epoch, group):
        """The same, shifted and mirrored by noise of (epoch, item, group); what is shifted in is black."""
        return self._normalised(np.stack([self._changed(int(item), epoch, group) for item in items]))

    def _changed(self, item, epoch, group):
        first, second = (int(word) for word in seed_pair(self.seed, "augmentation", epoch, item, group))
        places = 2 * self.shift + 1
        down = int(first / 2**32 * places) - self.shift
        right = int((second >> 1) / 2**31 * places) - self.shift
        height, width, _ = self.shape
        picture = np.pad(self.images[item], ((self.shift, self.shift), (self.shift, self.shift), (0, 0)))
        top, left = self.shift - down, self.shift - right
        crop = picture[top : top + height, left : left + width]
        return crop[:, ::-1] if self.flips and second & 1 else crop

    def _normalised(self, pixels):
        values = (pixels / 255 - self.mean) / self.std
        return torch.from_numpy(np.ascontiguousarray(values.transpose(0, 3, 1, 2), dtype=np.float32))
