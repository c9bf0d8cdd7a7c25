"""Scores of doubt by scikit-learn, TorchUncertainty, uncertainty-metrics and uncertainty-calibration, and pictures resized by PyTorch, for
test/src-workers/assess and test/src-workers/evaluate.

    pip install scikit-learn torch torch-uncertainty uncertainty-metrics uncertainty-calibration
    python test/parity/record_judging.py > test/parity/fixtures/judging.json
"""

import json
from importlib.metadata import version

import calibration
import numpy
import sklearn.metrics
import torch
import torch_uncertainty.metrics.classification as theirs
import uncertainty_metrics.numpy as um
from torch_uncertainty.metrics.classification.calibration.adaptive_calibration_error import _ace_compute

generator = numpy.random.default_rng(20)
bins = 15


def detection_case(own, other):
    doubts = numpy.concatenate([own, other])
    is_other = numpy.concatenate([numpy.zeros(len(own)), numpy.ones(len(other))])
    fpr95 = theirs.FPR95(pos_label=1)
    fpr95.update(torch.tensor(doubts), torch.tensor(is_other))
    return {
        "own": own.tolist(),
        "other": other.tolist(),
        "auroc": sklearn.metrics.roc_auc_score(is_other, doubts),
        "aupr": sklearn.metrics.average_precision_score(is_other, doubts),
        "fpr95": float(fpr95.compute()),
    }


def classes_case(items, classes):
    logits = generator.standard_normal((items, classes)) * 2.5
    probabilities = numpy.exp(logits) / numpy.exp(logits).sum(1, keepdims=True)
    # What is said is twice as sure as what is.
    flat = probabilities**0.5 / (probabilities**0.5).sum(1, keepdims=True)
    labels = numpy.array([generator.choice(classes, p=row) for row in flat])
    given, target = torch.tensor(probabilities), torch.tensor(labels)

    def score(metric):
        metric.update(given, target)
        return float(metric.compute())

    top = (
        probabilities.max(1).tolist(),
        (probabilities.argmax(1) == labels).astype(float).tolist(),
    )
    equal_width = calibration.utils.bin(list(zip(*top)), calibration.get_equal_prob_bins(top[0], bins))
    return {
        "probabilities": probabilities.tolist(),
        "labels": labels.tolist(),
        "aurc": score(theirs.AURC()),
        "augrc": score(theirs.AUGRC()),
        "coverageAtRisk": {
            str(risk): score(theirs.CovAtxRisk(risk_threshold=risk)) for risk in (0.05, 0.2)
        },
        "adaptive": float(
            um.gce(labels, probabilities, "adaptive", max_prob=True, class_conditional=False, norm="l1", num_bins=bins)
        ),
        "adaptiveDebiased": float(_ace_compute(*map(torch.tensor, top), bins, norm="l2", debias=True)),
        "classwise": score(theirs.ClasswiseCalibrationError(num_classes=classes, num_bins=bins)),
        "thresholded": float(
            um.gce(
                labels,
                probabilities,
                "adaptive",
                max_prob=False,
                class_conditional=True,
                norm="l1",
                num_bins=bins,
                threshold=0.01,
            )
        ),
        "debiased": float(max(calibration.utils.unbiased_square_ce(equal_width), 0.0) ** 0.5),
    }


def resized_case(shape, wanted):
    pixels = generator.integers(0, 256, shape)
    planes = torch.tensor(pixels, dtype=torch.float64).movedim(-1, 0)[None]
    resized = torch.nn.functional.interpolate(
        planes, size=wanted, mode="bilinear", antialias=True, align_corners=False
    )
    return {
        "shape": list(shape),
        "pixels": pixels.ravel().tolist(),
        "wanted": list(wanted),
        "resized": resized[0].movedim(0, -1).ravel().tolist(),
    }


print(
    json.dumps(
        {
            "versions": {
                name: version(name)
                for name in ("scikit-learn", "torch", "torch-uncertainty")
            },
            "detection": {
                "doubts that overlap": detection_case(
                    generator.standard_normal(60).astype("float32"),
                    (generator.standard_normal(45) + 1).astype("float32"),
                ),
                "ties": detection_case(
                    generator.integers(0, 5, 50).astype("float32"), generator.integers(2, 8, 70).astype("float32")
                ),
                "kept apart": detection_case(
                    numpy.arange(20, dtype="float32"), numpy.arange(30, 50, dtype="float32")
                ),
            },
            "classes": classes_case(300, 4),
            "resized": {
                "smaller": resized_case((28, 28, 1), (8, 8)),
                "larger": resized_case((8, 8, 1), (28, 28)),
                "colour, another aspect": resized_case((32, 32, 3), (20, 28)),
            },
        }
    )
)
