"""The optimiser, its learning rate step by step, and when training ends early."""

import math

import torch


def optimizer_of(named_parameters, settings, log_std_rate, items):
    """
    PyTorch's optimiser with the experiment's settings; log standard deviations have a rate of their own, and no decay.
    The objective is in nats per data set, which so many items are, and a decay per item is that of a mean over them.
    """
    decay = settings["weightDecay"] * (items if settings.get("weightDecayPer") == "item" else 1)
    weights, log_stds = [], []
    for name, parameter in named_parameters:
        (log_stds if name.endswith("log_std") else weights).append(parameter)
    groups = [
        {"params": weights, "rate": 1.0, "weight_decay": decay},
        {"params": log_stds, "rate": log_std_rate, "weight_decay": 0.0},
    ]
    groups = [group for group in groups if group["params"]]
    arguments = {"lr": settings["learningRate"]}
    if settings["kind"] == "sgd":
        return torch.optim.SGD(groups, momentum=settings["momentum"], **arguments)
    return {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[settings["kind"]](groups, **arguments)


def learning_rate_at(step, steps_per_epoch, training):
    """The rate of a step, which counts from 1: linear warm-up rate * k / T, then the schedule."""
    rate = training["optimizer"]["learningRate"]
    warmup_steps = training["warmupEpochs"] * steps_per_epoch
    if step < warmup_steps:
        return rate * step / warmup_steps
    return rate * _fraction((step - 1) / steps_per_epoch, training)


def _fraction(epoch, training):
    schedule, warmup, epochs = training["schedule"], training["warmupEpochs"], training["epochs"]
    if schedule["kind"] == "step":
        return schedule["factor"] ** (epoch // schedule["everyEpochs"])
    if schedule["kind"] == "multi-step":
        return schedule["factor"] ** sum(epoch >= at for at in schedule["atEpochs"])
    if schedule["kind"] == "cosine":
        progress = min(1, (epoch - warmup) / max(epochs - warmup, 1e-9))
        last = schedule["finalFraction"]
        return last + (1 - last) * 0.5 * (1 + math.cos(math.pi * progress))
    return 1.0


def epochs_of(training, steps_per_epoch):
    """Passes through the items: as many as are asked for, and as lead to the least steps."""
    return max(training["epochs"], math.ceil(training["leastSteps"] / steps_per_epoch))


def kl_weight_at(step, total, inference):
    """What the divergence counts for at a step, in times of heat: it grows over the warm-up."""
    warmup = inference["klWarmup"] * total
    return step / warmup if step < warmup else 1.0


class EarlyStopping:
    """Watches a score that should fall; it is over when that has not fallen for so many epochs."""

    def __init__(self, settings):
        self.patience = settings["patienceEpochs"] if settings else math.inf
        self.is_by_loss = settings is not None and settings["by"] == "train.loss"
        self.best, self.epochs_since_best = math.inf, 0
        self.losses = []

    @property
    def is_over(self):
        return self.epochs_since_best >= self.patience

    def state(self):
        """What a checkpoint keeps of it."""
        return {"best": self.best, "epochs_since_best": self.epochs_since_best, "losses": self.losses}

    def restore(self, state):
        """Goes on from what `state` said."""
        self.best, self.epochs_since_best, self.losses = state["best"], state["epochs_since_best"], list(state["losses"])

    def end_epoch(self, validation_nll, is_whole):
        """A score of an epoch: that of the items held out, or the mean loss once the divergence no longer warms up."""
        if not self.is_by_loss and validation_nll is not None:
            self._take(validation_nll)
        if self.is_by_loss and is_whole:
            self._take(sum(self.losses) / len(self.losses))
        self.losses = []

    def _take(self, score):
        if score < self.best:
            self.best, self.epochs_since_best = score, 0
        else:
            self.epochs_since_best += 1
