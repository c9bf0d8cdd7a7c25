"""
`python predict_pytorch.py FOLDER ...`: predicts with the `load.py` of each folder for its inputs.safetensors, with the
weights and masks in its draws.safetensors (`given/NAME`), and with 100 draws of its own (`drawn/NAME`). What it
says of inputs without their first column goes to refusal.txt.
"""

import importlib.util
import sys
from pathlib import Path

import torch
import write_onnx_networks
from safetensors.torch import load_file, save_file

# Such small products take longer shared among threads.
torch.set_num_threads(1)


def module_of(folder):
    spec = importlib.util.spec_from_file_location("load", folder / "load.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def given_networks(module, posterior, draws, samples):
    """Of what all samples share there is one."""
    of_sample = lambda values, sample: values[min(sample, len(values) - 1)]
    weights = {name.removeprefix("weight/"): values for name, values in draws.items() if name.startswith("weight/")}
    masks = [draws[name] for name in sorted(draws) if name.startswith("mask/")]
    for sample in range(samples):
        network = module.network_with(posterior, {name: of_sample(values, sample) for name, values in weights.items()})
        for drop, mask in zip(module.drops_of(network) if masks else [], masks):
            drop.mask = of_sample(mask, sample)
        yield network


def refusal_of(predict):
    try:
        predict()
    except ValueError as refusal:
        return str(refusal)
    return ""


for folder in map(Path, sys.argv[1:]):
    module = module_of(folder)
    posterior = module.load()
    own = folder / "module.txt"
    if own.exists():
        module.use(getattr(write_onnx_networks, own.read_text())())
    inputs = load_file(folder / "inputs.safetensors")["inputs"]
    trained = posterior.experiment["training"]["samples"]
    is_drawn = posterior.experiment["inference"]["method"] in ("variational", "low-rank", "rank-1", "mc-dropout")
    given = given_networks(module, posterior, load_file(folder / "draws.safetensors"), trained)
    draws = lambda: module.draw(posterior, 100 if is_drawn else None, seed=1)
    results = {
        "given": module.predict(posterior, inputs, given),
        "drawn": module.predict(posterior, inputs, draws()),
        "again": module.predict(posterior, inputs.numpy(), draws()),
    }
    refusal = refusal_of(lambda: module.predict(posterior, inputs[..., 1:], draws()))
    (folder / "refusal.txt").write_text(refusal)
    named = {f"{part}/{name}": values for part, result in results.items() for name, values in result.items()}
    save_file({name: values.contiguous() for name, values in named.items()}, folder / "outputs.safetensors")
