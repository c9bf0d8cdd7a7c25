"""Writes pixels of class maps with the temperature that SciPy finds for them, and scores of scikit-learn and NumPy. Needs NumPy, SciPy and scikit-learn."""

import json
import pathlib

import numpy
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, logsumexp
from sklearn.metrics import log_loss

generator = numpy.random.default_rng(0)
samples, items, height, width, classes = 2, 6, 5, 7, 3


def split():
    logits = generator.normal(0, 3, (1, items, height, width, classes)) + generator.normal(0, 1, (samples, items, height, width, classes))
    logs = log_softmax(logits, axis=-1).astype("float32")
    # Too sure: the truth follows the logits at a temperature of 2.5.
    odds = numpy.exp(log_softmax(logits.mean(0) / 2.5, axis=-1))
    labels = numpy.array([generator.choice(classes, p=one) for one in odds.reshape(-1, classes)]).reshape(items, height, width)
    labels[generator.random(labels.shape) < 0.2] = -1
    return logs, labels


def counted(logs, labels):
    pooled = logsumexp(logs.astype("float64"), axis=0) - numpy.log(samples)
    known = labels >= 0
    return pooled[known], labels[known]


def scores(pooled, labels):
    probabilities = numpy.exp(log_softmax(pooled, axis=-1))
    confidence, right = probabilities.max(-1), probabilities.argmax(-1) == labels
    bins = numpy.clip(numpy.ceil(confidence * 15) - 1, 0, 14)
    ece = sum(abs((confidence - right)[bins == one].sum()) for one in range(15)) / len(labels)
    return {"nll": log_loss(labels, probabilities, labels=range(classes)), "ece": ece}


(validation, validation_labels), (test, test_labels) = split(), split()
pooled, labels = counted(validation, validation_labels)
loss = lambda temperature: -numpy.take_along_axis(log_softmax(pooled / temperature, axis=-1), labels[:, None], 1).mean()
temperature = minimize_scalar(loss, bounds=(0.1, 20), method="bounded", options={"xatol": 1e-10}).x
pooled, labels = counted(test, test_labels)

numbers = lambda array: [float(one) for one in array.ravel()]
json.dump(
    {
        "validation": {"predictions": numbers(validation), "targets": validation_labels.ravel().tolist()},
        "test": {"predictions": numbers(test), "targets": test_labels.ravel().tolist()},
        "temperature": temperature,
        "before": scores(pooled, labels),
        "after": scores(pooled / temperature, labels),
    },
    (pathlib.Path(__file__).parent / "fixtures" / "pixel-temperature.json").open("w"),
)
