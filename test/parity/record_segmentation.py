"""Scores of class maps by scikit-learn, torchmetrics and SciPy, for test/src-workers/evaluate/segmentation-evaluation.test.ts.

    pip install numpy scipy scikit-learn torch torchmetrics
    python test/parity/record_segmentation.py > test/parity/fixtures/segmentation.json
"""

import json

import numpy
import scipy.ndimage
import scipy.special
import scipy.stats
import sklearn.metrics
import torch
import torchmetrics.functional.classification as theirs

generator = numpy.random.default_rng(18)
samples, items, height, width, classes = 5, 3, 9, 7, 5

# Blobs, so that there are boundaries and what lies far from any; the last class is nowhere.
smooth = scipy.ndimage.gaussian_filter(generator.standard_normal((items, height, width, classes - 1)), (0, 2, 2, 0))
truth = smooth.argmax(-1)
ignored = generator.random(truth.shape) < 0.15
logits = generator.standard_normal((samples, items, height, width, classes)) * 1.5
logits += 1.5 * numpy.eye(classes)[truth]
logits[..., -1] = -30
log_probabilities = scipy.special.log_softmax(logits, -1).astype(numpy.float32)

mean = numpy.exp(log_probabilities.astype(numpy.float64)).mean(0)
known = ~ignored
of, labels = mean[known], truth[known]
named = of.argmax(-1)
present = sorted(set(labels) | set(named))


def by_class(score):
    scores = score(labels, named, labels=range(classes), average=None, zero_division=0)
    # Where no pixel is of a class or was named so there is none.
    return [float(one) if label in present else None for label, one in enumerate(scores)]


def calibration_error(probabilities, targets):
    return float(theirs.multiclass_calibration_error(
        torch.tensor(probabilities), torch.tensor(targets), num_classes=classes, n_bins=15, norm="l1"))


# Of what is not ignored, the largest and the smallest label within two rows and columns.
largest = scipy.ndimage.maximum_filter(numpy.where(known, truth, -1), (1, 5, 5), mode="constant", cval=-1)
smallest = scipy.ndimage.minimum_filter(numpy.where(known, truth, 99), (1, 5, 5), mode="constant", cval=99)
near = (largest != smallest) & known
entropy = scipy.stats.entropy(of, axis=-1).mean()
aleatoric = scipy.stats.entropy(numpy.exp(log_probabilities.astype(numpy.float64)), axis=-1).mean(0)[known].mean()

print(json.dumps({
    "height": height,
    "width": width,
    "classes": classes,
    "logProbabilities": [[float(value) for value in sample.ravel()] for sample in log_probabilities],
    "labels": numpy.where(ignored, -1, truth).ravel().tolist(),
    "near": near.ravel().astype(int).tolist(),
    "iou": by_class(sklearn.metrics.jaccard_score),
    "dice": by_class(sklearn.metrics.f1_score),
    "scores": {
        "accuracy": sklearn.metrics.accuracy_score(labels, named),
        "meanIoU": sklearn.metrics.jaccard_score(labels, named, labels=present, average="macro"),
        "dice": sklearn.metrics.f1_score(labels, named, labels=present, average="macro"),
        "nll": sklearn.metrics.log_loss(labels, of, labels=range(classes)),
        "brier": float(((of - numpy.eye(classes)[labels]) ** 2).sum(-1).mean()),
        "ece": calibration_error(of, labels),
        "boundaryEce": calibration_error(mean[near], truth[near]),
        "entropy": float(entropy),
        "aleatoric": float(aleatoric),
        "epistemic": float(entropy - aleatoric),
    },
    # Which ignores a label by itself.
    "torchmetrics": {
        "meanIoU": float(theirs.multiclass_jaccard_index(
            torch.tensor(mean.argmax(-1)), torch.tensor(numpy.where(ignored, 255, truth)), classes, ignore_index=255)),
        "accuracy": float(theirs.multiclass_accuracy(
            torch.tensor(mean.argmax(-1)), torch.tensor(numpy.where(ignored, 255, truth)), classes, average="micro", ignore_index=255)),
    },
}))
