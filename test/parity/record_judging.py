"""Scores of doubt by scikit-learn, TorchUncertainty, Google's uncertainty-metrics and scoringrules, pictures resized by PyTorch, and
calibrations by scikit-learn and betacal, for test/src-workers/assess and test/src-workers/calibrate.

    pip install scikit-learn scipy torch torch-uncertainty uncertainty-metrics uncertainty-calibration scoringrules betacal
    python test/parity/record_judging.py > test/parity/fixtures/judging.json
"""

import json
from importlib.metadata import version

import betacal
import calibration
import numpy
import scipy.optimize
import scipy.stats
import scoringrules
import sklearn.isotonic
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


def values_case(items, samples):
    means = generator.standard_normal((samples, items)).round(3)
    stds = numpy.array([0.3, 0.6, 0.9])[:samples]
    truths = (generator.standard_normal(items) * 1.2).round(3)

    def distribution(value, item):
        return float(numpy.mean(scipy.stats.norm.cdf((value - means[:, item]) / stds)))

    def quantile(level, item):
        return scipy.optimize.brentq(lambda value: distribution(value, item) - level, -20, 20, xtol=1e-13)

    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    quantiles = {level: numpy.array([quantile(level, item) for item in range(items)]) for level in levels}
    return {
        "means": means.tolist(),
        "stds": stds.tolist(),
        "truths": truths.tolist(),
        "pit": [distribution(truths[item], item) for item in range(items)],
        "intervalScore90": float(
            numpy.mean(scoringrules.interval_score(truths, quantiles[0.05], quantiles[0.95], 0.1))
        ),
        "pinball": float(
            numpy.mean(
                [numpy.mean(scoringrules.quantile_score(truths, quantiles[level], level)) for level in levels]
            )
        ),
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


def binary_calibration_case(items):
    scores = generator.beta(0.7, 0.7, items).round(3).clip(0.001, 0.999)
    labels = (generator.random(items) < scores**2 / (scores**2 + (1 - scores))).astype(int)
    isotonic = sklearn.isotonic.IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, labels)
    beta = betacal.BetaCalibration(parameters="abm").fit(scores.reshape(-1, 1), labels)
    asked = numpy.concatenate([[0.0005], numpy.linspace(0.01, 0.99, 50), [0.9999]])
    return {
        "scores": scores.tolist(),
        "labels": labels.tolist(),
        "asked": asked.tolist(),
        "isotonic": isotonic.predict(asked).tolist(),
        "beta": beta.predict(asked).tolist(),
        "betaMap": [float(value) for value in beta.calibrator_.map_],
    }


print(
    json.dumps(
        {
            "versions": {
                name: version(name)
                for name in ("scikit-learn", "torch", "torch-uncertainty", "scoringrules", "betacal")
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
            "values": values_case(40, 3),
            "resized": {
                "smaller": resized_case((28, 28, 1), (8, 8)),
                "larger": resized_case((8, 8, 1), (28, 28)),
                "colour, another aspect": resized_case((32, 32, 3), (20, 28)),
            },
            "binary": binary_calibration_case(400),
        }
    )
)
