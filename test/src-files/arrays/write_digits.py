"""Writes scikit-learn's first ten digits as people keep them: in ink of 0 to 16, as bytes and as shares of white. Needs NumPy and scikit-learn."""

import pathlib

import numpy
from sklearn.datasets import load_digits

folder = pathlib.Path(__file__).parent / "fixtures"
digits = load_digits()
ink, labels = digits.images[:10], digits.target[:10]
pixels = numpy.round(ink * 255 / 16).astype("uint8")[..., None]
numpy.savez_compressed(folder / "digits-ink.npz", x=ink, y=labels)
numpy.savez_compressed(folder / "digits-bytes.npz", x_test=pixels, y_test=labels)
numpy.savez_compressed(folder / "digits-shares.npz", x=(pixels / 255).astype("float32"), y=labels)
