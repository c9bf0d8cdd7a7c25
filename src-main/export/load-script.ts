import type { Experiment } from '../../src-shared/experiment/experiment';
import { type Prior, priorFacts } from '../../src-shared/experiment/priors';
import { pythonNetwork } from '../python/networks';
import { inOneFile } from '../python/one-file';
import layersCode from './torch-blue/layers.py?raw';
import type { PosteriorFacts } from './torch-blue-facts';

/** The Python file beside an exported state_dict: rebuilds the network in torch_blue and predicts with it. */
export function loadScript(
  { model, inference }: Experiment,
  { imageShape, classNames, normalisation }: PosteriorFacts,
  runId: string,
): string {
  const [height, width, channels] = imageShape;
  const prior = priorArguments(inference.prior);
  const network = pythonNetwork(model);
  return `"""
Run ${runId} of Parasample in torch_blue (pip install "torch-blue>=1.1" safetensors).

    from load import load, predict
    probabilities = predict(load(), images)
"""
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch_blue.vi import VIConv2d, VILinear, VIModule
from torch_blue.vi.distributions import MeanFieldNormal, UniformPrior

CLASSES = ${pythonOf(classNames)}
# Of each channel, for pixels from 0 to 1.
MEAN = ${pythonOf(normalisation.mean)}
STD = ${pythonOf(normalisation.std)}
# ${prior.comment}
PRIOR = ${prior.text}
MODEL = ${pythonOf(model)}
# Height, width and channels.
IMAGE = ${pythonOf(imageShape)}


${layersCode.trim()}


${inOneFile(network.modules)}


class Network(${network.className}, VIModule):
    """Draws the weights of all its layers at each call."""


def load():
    network = Network(MODEL, Layers, IMAGE, [len(CLASSES)])
    network.load_state_dict(load_file(Path(__file__).with_name("state-dict.safetensors")), strict=True)
    return network.eval()


@torch.no_grad()
def predict(network, images, samples=64):
    """Class probabilities, [items, ${classNames.length}], of images with pixels from 0 to 255, [items, ${channels}, ${height}, ${width}]."""
    mean, std = (torch.tensor(values).reshape(-1, 1, 1) for values in (MEAN, STD))
    logits = network(((images / 255 - mean) / std).movedim(1, -1), samples=samples)
    return logits.softmax(-1).mean(0).as_subclass(torch.Tensor)
`;
}

/** torch_blue's form of a prior, needed to train on; a state_dict does not hold it. */
function priorArguments(prior: Prior): { comment: string; text: string } {
  const text = priorFacts(prior).torchBlue?.(prior);
  if (text !== undefined) return { comment: 'For training on; a prediction does not depend on it.', text };
  return {
    comment: `torch_blue 1.1 cannot train with the ${prior.kind} prior of this run; a prediction does not depend on it.`,
    text: '{}',
  };
}

/** Numbers, texts, lists and records of them are written alike in JSON and in Python. */
function pythonOf(value: unknown): string {
  return JSON.stringify(value);
}
