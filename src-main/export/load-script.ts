import type { Experiment } from '../../src-shared/experiment/experiment';
import { type Prior, priorFacts } from '../../src-shared/experiment/priors';
import { torchModel } from '../torch-blue/weight-mapping';
import layeredNetwork from './torch-blue/layered_network.py?raw';
import vitNetwork from './torch-blue/vit_network.py?raw';
import type { PosteriorFacts } from './torch-blue-facts';

/** The Python file beside an exported state_dict: rebuilds the network in torch_blue and predicts with it. */
export function loadScript(experiment: Experiment, facts: PosteriorFacts, runId: string): string {
  const [height, width, channels] = facts.imageShape;
  const prior = priorArguments(experiment.inference.prior);
  const network = networkScript(experiment, facts);
  return `"""
Run ${runId} of Parasample in torch_blue (pip install "torch-blue>=1.1" safetensors).

    from load import load, predict
    probabilities = predict(load(), images)
"""
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch_blue.vi import ${network.layers}, VIModule
from torch_blue.vi.distributions import MeanFieldNormal, UniformPrior

CLASSES = ${pythonOf(facts.classNames)}
# Of each channel, for pixels from 0 to 1.
MEAN = ${pythonOf(facts.normalisation.mean)}
STD = ${pythonOf(facts.normalisation.std)}
# ${prior.comment}
PRIOR = ${prior.text}
${network.settings}


${network.code.trimEnd()}


def load():
    network = Network()
    network.load_state_dict(load_file(Path(__file__).with_name("state-dict.safetensors")), strict=True)
    return network.eval()


@torch.no_grad()
def predict(network, images, samples=64):
    """Class probabilities, [items, ${facts.classNames.length}], of images with pixels from 0 to 255, [items, ${channels}, ${height}, ${width}]."""
    mean, std = (torch.tensor(values).reshape(-1, 1, 1) for values in (MEAN, STD))
    return network((images / 255 - mean) / std, samples=samples).softmax(-1).mean(0).as_subclass(torch.Tensor)
`;
}

interface NetworkScript {
  /** The layers of torch_blue that it is made of. */
  readonly layers: string;
  /** What its code calls by names in capitals. */
  readonly settings: string;
  readonly code: string;
}

function networkScript(experiment: Experiment, facts: PosteriorFacts): NetworkScript {
  const [height, width, channels] = facts.imageShape;
  const model = torchModel(experiment.model);
  if (model.kind === 'vit')
    return {
      layers: 'VILinear',
      settings: `IMAGE = ${pythonOf([channels, height, width])}
PATCH, WIDTH, DEPTH, HEADS, HIDDEN = ${pythonOf([model.patchSize, model.width, model.depth, model.heads, model.mlpWidth])}`,
      code: vitNetwork,
    };
  const convolutions = model.kind === 'cnn' ? model.channels : [];
  const shrink = 2 ** convolutions.length;
  const pixels = Math.floor(height / shrink) * Math.floor(width / shrink);
  const features = pixels * (convolutions[convolutions.length - 1] ?? channels);
  return {
    layers: 'VIConv2d, VILinear',
    settings: `CHANNELS = ${pythonOf([channels, ...convolutions])}
SIZES = ${pythonOf([features, ...model.hidden, facts.classNames.length])}
activate = torch.nn.functional.${model.activation}`,
    code: layeredNetwork,
  };
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

/** Numbers, texts and lists of them are written alike in JSON and in Python. */
function pythonOf(value: unknown): string {
  return JSON.stringify(value);
}
