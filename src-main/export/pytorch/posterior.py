# The smallest standard deviation that a network predicts for noise, standardised.
LEAST_STD = 1e-3


logsigmoid = torch.nn.functional.logsigmoid


class Posterior(NamedTuple):
    tensors: dict
    experiment: dict
    task: dict
    normalisation: dict


def load(file=Path(__file__).with_name("posterior.safetensors")):
    """The posterior: its tensors, and what was trained on which data."""
    with safe_open(file, framework="pt") as opened:
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}
        about = {part: json.loads(opened.metadata()[part]) for part in Posterior._fields[1:]}
    return Posterior(tensors, **about)


def draw(posterior, samples=None, seed=0):
    """
    Networks drawn from the posterior one by one (of an ensemble its members, of chains their draws), by default as many as
    it was trained with.
    """
    inference, model = posterior.experiment["inference"], posterior.experiment["model"]
    trained = len(next(iter(posterior.tensors.values()))) if HAS_MEMBERS else posterior.experiment["training"]["samples"]
    if HAS_MEMBERS and (samples or 0) > trained:
        raise ValueError(f"There are {trained} networks, not {samples}.")
    generator = torch.Generator().manual_seed(seed)
    for sample in range(samples or trained):
        network = network_with(posterior, weights_of(posterior, sample, generator))
        for drop in drops_of(network) if inference["method"] == "mc-dropout" else []:
            kept = torch.rand(drop.units, generator=generator) >= model["dropout"]
            drop.mask = kept / (1 - model["dropout"])
        yield network


def network_with(posterior, weights):
    """
    The network with these weights in it; of columns whose texts have embeddings with these before it, of classes in order with their
    thresholds behind it.
    """
    weights = dict(weights)
    own = weights.pop("ordinal.thresholds", None)
    embeddings = [weights.pop(f"embeddings.{place}.weight") for place in range(len(posterior.task.get("embeddings", [])))]
    network = plain_network(posterior, weights)
    network = Embedded(network, embeddings) if embeddings else network
    return network if own is None else Ordinal(network, torch.tensor(posterior.task["thresholds"], dtype=torch.float64), own)


class Embedded(torch.nn.Module):
    """A network of numbers and, behind them, the embeddings of texts, whose places are the last inputs."""

    def __init__(self, network, embeddings):
        """embeddings: of each column [texts and any other, numbers]"""
        super().__init__()
        self.network, self.embeddings = network, embeddings

    def forward(self, x):
        numbers, places = x.split([x.shape[-1] - len(self.embeddings), len(self.embeddings)], -1)
        embedded = [values[place] for values, place in zip(self.embeddings, places.long().unbind(-1))]
        return self.network(torch.cat([numbers, *embedded], -1))


def embedded_shape(task):
    """The shape of an item as the network behind the embeddings sees it."""
    embeddings = task.get("embeddings", [])
    return [task["inputShape"][0] + sum(each["size"] - 1 for each in embeddings)] if embeddings else task["inputShape"]


class Ordinal(torch.nn.Module):
    """Log probabilities of ordered classes: P(y <= k) = sigmoid(threshold k - f) of the network's f (proportional odds)."""

    def __init__(self, latent, start, weights):
        """start: the thresholds where all weights are 0"""
        super().__init__()
        self.latent = latent
        raw = weights + torch.cat([start[:1], start.diff().expm1().log()]).float()
        self.register_buffer("raw", raw)

    def forward(self, x):
        steps = torch.cat([self.raw[:1], torch.nn.functional.softplus(self.raw[1:])])
        above = steps.cumsum(0) - self.latent(x).reshape(len(x), 1)
        up_to, beyond = (torch.nn.functional.pad(log, side) for log, side in ((logsigmoid(above), (0, 1)), (logsigmoid(-above), (1, 0))))
        return up_to + beyond + torch.nn.functional.pad(logsigmoid(self.raw[1:]), (1, 1))


def weights_of(posterior, sample, generator):
    """One set of weights by name, [in, out] for dense layers and [height, width, in, out] for convolutions."""
    weights = {name: values for name, values in posterior.tensors.items() if not name.startswith("likelihood.")}
    if HAS_MEMBERS:
        return {name: values[sample] for name, values in weights.items()}
    for name in [name for name in weights if name.endswith(".log_std")]:
        tensor = name.removesuffix(".log_std")
        mean, std = weights.pop(f"{tensor}.mean"), weights.pop(name).exp()
        weights[tensor] = mean + std * torch.randn(mean.shape, generator=generator)
    return multiplied(moved_together(weights, generator))


def moved_together(weights, generator):
    """Weights of a layer that vary together move along the same directions."""
    along = {}
    for name in [name for name in weights if name.endswith(".low_rank")]:
        tensor, directions = name.removesuffix(".low_rank"), weights.pop(name)
        layer = tensor.rpartition(".")[0] or tensor
        if layer not in along:
            along[layer] = torch.randn(len(directions), generator=generator)
        weights[tensor] = weights[tensor] + torch.tensordot(along[layer], directions, 1)
    return weights


def multiplied(weights):
    """Kernels that all samples share, each [..., in, out] times the factors drawn for its inputs and outputs."""
    for name in [name for name in weights if name.endswith(".input_factor")]:
        kernel = name.removesuffix(".input_factor")
        of_inputs, of_outputs = weights.pop(name), weights.pop(f"{kernel}.output_factor")
        weights[kernel] = weights[kernel] * torch.outer(of_inputs, of_outputs)
    return weights


class Drop(torch.nn.Module):
    """Where Monte Carlo dropout drops hidden units, the same for all items of a sample; elsewhere nothing is dropped."""

    def __init__(self, units):
        super().__init__()
        self.units = units
        self.register_buffer("mask", torch.ones(units), persistent=False)

    def forward(self, x):
        return x * self.mask


def drops_of(network):
    return [module for module in network.modules() if isinstance(module, Drop)]


def output_shape(task):
    """The shape of what is predicted for an item."""
    classes = [len(task["classNames"])] if task["kind"] != "regression" else []
    return [*task.get("targetShape", []), *classes]


def head_parts(task):
    """Each of several heads, with how many of the network's outputs it has."""
    return [(head, math.prod(network_outputs(head["task"], head["noise"]))) for head in task["heads"]]


def network_outputs(task, noise):
    """The shape of what a network gives for an item: where it predicts more of each value, its last axis holds all, side by side."""
    if task["kind"] == "heads":
        return [sum(size for _, size in head_parts(task))]
    *others, last = output_shape(task)
    if task["kind"] == "classification":
        # Of classes in order one number, which thresholds make classes of.
        return [1] if "thresholds" in task else [last]
    each = len(noise["levels"]) if noise["kind"] == "quantiles" else 2 if noise["kind"] in ("predicted", "log-variance", "negative-binomial") else 1
    return [*others, each * last]


@torch.no_grad()
def predict(posterior, inputs, networks):
    """
    What these networks predict together, by name: mean, std and samples [networks, items, ...], in the targets' own
    units; of classes also entropy and mutual_information (nats), of values also std_epistemic; of networks that give quantiles
    also these, in order, [levels, items, ...]. Of several heads each has such a dictionary of its own, by its name.
    inputs: as TAKES says, not normalised; ValueError where their shape is another.
    """
    task, x = posterior.task, normalised(posterior, checked(posterior, torch.as_tensor(inputs, dtype=torch.float64)))
    outputs = torch.stack([network(x) for network in networks])
    if task["kind"] == "heads":
        parts = outputs.flatten(2).split([size for _, size in head_parts(task)], -1)
        heads = [head for head, _ in head_parts(task)]
        return {head["name"]: predicted(posterior_of(posterior, head), part) for head, part in zip(heads, parts)}
    return predicted(posterior, outputs)


def predicted(posterior, outputs):
    task = posterior.task
    if task["kind"] != "regression":
        return predicted_classes(classes_last(task, outputs).softmax(-1))
    return predicted_values(posterior, outputs)


def posterior_of(posterior, head):
    """The posterior as one head's predictions see it: its task and its noise."""
    inference = {**posterior.experiment["inference"], "noise": head["noise"]}
    learned = posterior.tensors.get(f"likelihood.{head['name']}.log_std")
    tensors = {} if learned is None else {"likelihood.log_std": learned}
    experiment = {**posterior.experiment, "inference": inference}
    return posterior._replace(tensors=tensors, experiment=experiment, task=head["task"])


def classes_last(task, logits):
    """Of class maps [..., height, width, classes], which PyTorch's own networks give with the classes in front."""
    shape, (*sides, classes) = list(logits.shape[2:]), output_shape(task)
    return logits.movedim(2, -1) if sides and shape == [classes, *sides] else logits.reshape(*logits.shape[:2], *sides, classes)


def checked(posterior, x):
    if list(x.shape[1:]) != posterior.task["inputShape"]:
        raise ValueError(f"The inputs have the shape {list(x.shape)}; this network takes {TAKES}.")
    return x


def normalised(posterior, x):
    """In double precision: values may lie far from zero beside their spread."""
    mean, std = (torch.tensor(posterior.normalisation[name], dtype=torch.float64) for name in ("mean", "std"))
    if SCALING == "pixels":
        return ((x / 255 - mean) / std).float()
    if SCALING == "values":
        empty = torch.tensor(posterior.normalisation.get("empty", posterior.normalisation["mean"]), dtype=torch.float64)
        return ((torch.where(x.isnan(), empty, x.double()) - mean) / std).float()
    # The values and the covariates of the past are not looked at in the steps to forecast; those known ahead are, and so is the calendar.
    data, columns = posterior.experiment["data"], len(mean)
    values = ((x[..., :columns] - mean) / std).nan_to_num(0)
    forecast = data.get("valueColumn", "")
    unseen = (len(forecast) if isinstance(forecast, list) else 1) + len(data.get("pastCovariates", []))
    values[:, data["history"] :, :unseen] = 0
    return torch.cat([values, x[..., columns:]], -1).float()


def predicted_classes(samples):
    mean = samples.mean(0)
    entropy = torch.special.entr(mean).sum(-1)
    information = (entropy - torch.special.entr(samples).sum(-1).mean(0)).clamp(min=0)
    return {"mean": mean, "std": spread(samples), "entropy": entropy, "mutual_information": information, "samples": samples}


def predicted_values(posterior, outputs):
    mean, std = (torch.tensor(posterior.task[name], dtype=torch.float64) for name in ("targetMean", "targetStd"))
    outputs, noise, *quantiles = with_noise(posterior, outputs)
    samples = mean + std * outputs
    epistemic = spread(samples)
    predicted = {"mean": samples.mean(0), "std": epistemic.hypot(std * noise), "std_epistemic": epistemic, "samples": samples}
    return {**predicted, **{"quantiles": (mean + std * pooled).sort(0).values for pooled in quantiles}}


def with_noise(posterior, outputs):
    """
    Standardised values, and the standard deviation of the noise around them: the root of its mean square over networks; where
    they give quantiles, these as their means.
    """
    noise = posterior.experiment["inference"]["noise"]
    outputs = outputs.reshape(*outputs.shape[:2], *network_outputs(posterior.task, noise))
    if noise["kind"] == "predicted":
        outputs, raw = outputs.chunk(2, -1)
        start = torch.tensor(max(noise["std"] - LEAST_STD, LEAST_STD))
        stds = LEAST_STD + torch.nn.functional.softplus(raw + start.expm1().log())
        return outputs, stds.square().mean(0).sqrt()
    if noise["kind"] == "log-variance":
        outputs, raw = outputs.chunk(2, -1)
        return outputs, (LEAST_STD**2 + bounded_log(raw).exp()).mean(0).sqrt()
    if noise["kind"] == "poisson":
        # Rates, and counts' variance, which is the rate, in the unit that targets are multiples of.
        rates = bounded_log(outputs).exp()
        return rates, (rates.mean(0) / torch.tensor(posterior.task["targetStd"])).sqrt()
    if noise["kind"] == "negative-binomial":
        # Means, and the variance m + dispersion m² of counts, in the unit that targets are multiples of.
        outputs, raw = outputs.chunk(2, -1)
        means, dispersions = bounded_log(outputs).exp(), noise["dispersion"] * bounded_log(raw, 10, 4).exp()
        return means, (means / torch.tensor(posterior.task["targetStd"]) + dispersions * means.square()).mean(0).sqrt()
    if noise["kind"] == "quantiles":
        quantiles = torch.stack(outputs.chunk(len(noise["levels"]), -1))
        first, last = torch.special.ndtri(torch.tensor(noise["levels"])[[0, -1]])
        widths = (quantiles[-1] - quantiles[0]) / (last - first)
        return quantiles[noise["levels"].index(0.5)], widths.square().mean(0).sqrt(), quantiles.mean(1)
    # One for all targets or one each, of all networks together or of each its own.
    stds = posterior.tensors.get("likelihood.log_std", torch.zeros(1)).exp()
    learned = stds.reshape(-1, stds.shape[-1]).square().mean(0).sqrt()
    return outputs, {"fixed": noise.get("std"), "learned": learned, "samples": 0}[noise["kind"]]


def bounded_log(f, within=20, beyond=15):
    """A logarithm whose exponential is taken: itself up to `within`, and smoothly never more than `beyond` beyond it."""
    excess = (f.abs() - within).clamp(min=0)
    return f.clamp(-within, within) + f.sign() * beyond * (1 - beyond / (beyond + excess))


def spread(samples):
    return samples.std(0) if len(samples) > 1 else torch.zeros_like(samples[0])
