import type { Experiment, Prior } from '../../src-shared/experiment';
import { layeredModel } from '../../src-shared/torch-blue/weight-mapping';
import type { PosteriorFacts } from './torch-blue';

/** The Python file beside an exported state_dict: rebuilds the network in torch_blue and predicts with it. */
export function loadScript(experiment: Experiment, facts: PosteriorFacts, runId: string): string {
  const { inference } = experiment;
  const model = layeredModel(experiment.model);
  const [height, width, channels] = facts.imageShape;
  const convolutions = model.kind === 'cnn' ? model.channels : [];
  const shrink = 2 ** convolutions.length;
  const features =
    Math.floor(height / shrink) *
    Math.floor(width / shrink) *
    (convolutions[convolutions.length - 1] ?? channels);
  const prior = priorArguments(inference.prior);
  return `"""
Run ${runId} of Parasample in torch_blue (pip install "torch-blue>=1.1" safetensors).

    from load import load, predict
    probabilities = predict(load(), images)
"""
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch_blue.vi import VIConv2d, VILinear, VIModule
from torch_blue.vi.distributions import MeanFieldNormal, UniformPrior

CLASSES = ${pythonOf(facts.classNames)}
# Of each channel, for pixels from 0 to 1.
MEAN = ${pythonOf(facts.normalisation.mean)}
STD = ${pythonOf(facts.normalisation.std)}
# ${prior.comment}
PRIOR = ${prior.text}
activate = torch.nn.functional.${model.activation}


class Network(VIModule):
    def __init__(self):
        super().__init__()
        channels = ${pythonOf([channels, ...convolutions])}
        sizes = ${pythonOf([features, ...model.hidden, facts.classNames.length])}
        self.convolutions = torch.nn.ModuleList(
            VIConv2d(a, b, 3, padding=1, **PRIOR) for a, b in zip(channels, channels[1:])
        )
        self.layers = torch.nn.ModuleList(VILinear(a, b, **PRIOR) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        """Logits of normalised images, [items, ${channels}, ${height}, ${width}]."""
        for convolution in self.convolutions:
            x = torch.nn.functional.max_pool2d(activate(convolution(x)), 2)
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = activate(layer(x))
        return self.layers[-1](x)


def load():
    network = Network()
    network.load_state_dict(load_file(Path(__file__).with_name("state-dict.safetensors")), strict=True)
    return network


@torch.no_grad()
def predict(network, images, samples=64):
    """Class probabilities, [items, ${facts.classNames.length}], of images with pixels from 0 to 255, [items, ${channels}, ${height}, ${width}]."""
    mean, std = (torch.tensor(values).reshape(-1, 1, 1) for values in (MEAN, STD))
    return network((images / 255 - mean) / std, samples=samples).softmax(-1).mean(0).as_subclass(torch.Tensor)
`;
}

/** torch_blue's form of a prior, needed to train on; a state_dict does not hold it. */
function priorArguments(prior: Prior): { comment: string; text: string } {
  const comment = 'For training on; a prediction does not depend on it.';
  switch (prior.kind) {
    case 'gaussian':
      return { comment, text: `{"prior": MeanFieldNormal(std=${pythonOf(prior.std)})}` };
    case 'rescaled-gaussian':
      return { comment, text: '{"prior": MeanFieldNormal(), "rescale_prior": True}' };
    case 'uniform':
      return { comment, text: '{"prior": UniformPrior()}' };
    case 'student-t':
    case 'quiet':
      return {
        comment: `torch_blue 1.1 cannot train with the ${prior.kind} prior of this run; a prediction does not depend on it.`,
        text: '{}',
      };
  }
}

/** Numbers, texts and lists of them are written alike in JSON and in Python. */
function pythonOf(value: unknown): string {
  return JSON.stringify(value);
}
