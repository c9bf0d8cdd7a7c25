"""The trained posterior, in a file that Parasample takes for its own."""

import json

import torch
from safetensors.torch import save_file

from layers import gaussians, is_bayesian


def save_posterior(path, run_id, experiment, data, network, likelihood, step):
    """Means, log standard deviations and point estimates under Parasample's names and in its order of axes."""
    metadata = {
        "format": "parasample",
        "version": "1",
        "runId": run_id,
        "experiment": json.dumps(experiment),
        "task": json.dumps(data.task),
        "normalisation": json.dumps(data.normalisation),
        "step": str(step),
    }
    if data.time_step is not None:
        metadata["timeStep"] = json.dumps(data.time_step)
    if data.task["kind"] == "classification":
        names = {"classNames": "classNames", "imageShape": "inputShape"}
        metadata |= {name: json.dumps(data.task[of]) for name, of in names.items()}
    tensors = {name: values.detach().cpu().contiguous() for name, values in tensors_of(network, likelihood)}
    save_file(tensors, path, metadata)


def tensors_of(network, likelihood):
    """What is learned, by the names that Parasample gives it."""
    for path, layer in network.named_modules():
        flattened = getattr(network, "flattened", None) if path == "layers.0" else None
        if is_bayesian(layer):
            for variable, *parameters in gaussians(layer):
                for name, values in zip(("mean", "log_std"), parameters):
                    yield f"{path}.{variable}.{name}", _arranged(values, flattened)
        else:
            is_dense = isinstance(layer, (torch.nn.Linear, torch.nn.Conv2d))
            for name, values in layer.named_parameters(recurse=False):
                yield f"{path}.{name}", _arranged(values, flattened) if is_dense else values
    for name, values in likelihood.named_parameters():
        yield f"likelihood.{name}", values


def _arranged(values, flattened):
    """PyTorch's [out, in] and [out, in, height, width] as [in, out] and [height, width, in, out]."""
    if values.dim() == 4:
        return values.permute(2, 3, 1, 0)
    if values.dim() == 2 and flattened is not None and len(flattened) == 3:
        return values.unflatten(1, flattened).permute(2, 3, 1, 0).flatten(0, 2)
    return values.t()
