import { kindOfData } from '../../src-shared/datasets/data-settings';
import type { Model } from '../../src-shared/model-settings';
import { describeInputs } from '../../src-shared/network-inputs';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import attention from './pytorch/attention.py?raw';
import layeredNetwork from './pytorch/layered_network.py?raw';
import posteriorCode from './pytorch/posterior.py?raw';
import swinNetwork from './pytorch/swin_network.py?raw';
import transformerNetwork from './pytorch/transformer_network.py?raw';
import vitNetwork from './pytorch/vit_network.py?raw';

/**
 * The Python file beside an exported posterior: draws networks from it in PyTorch and predicts with them, for every
 * network, data and method. What it needs to know it reads from the posterior's own metadata.
 */
export function pytorchScript(metadata: PosteriorMetadata, runId: string): string {
  const { experiment } = metadata;
  return `"""
Run ${runId} of Parasample in PyTorch (pip install torch safetensors).

    from load import draw, load, predict
    posterior = load()
    prediction = predict(posterior, inputs, draw(posterior, samples=64))
    prediction["mean"], prediction["std"]
"""
import json
import math
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import safe_open

KIND = ${JSON.stringify(kindOfData(experiment.data).kind)}
${inputNames(metadata)}TAKES = ${JSON.stringify(describeInputs(metadata))}


${[posteriorCode, ...networkCode(experiment.model)].map((part) => part.trimEnd()).join('\n\n\n')}
`;
}

/** What the inputs are called, in their order, where each has a name: columns of a table, fields. */
function inputNames({ experiment, normalisation: { names } }: PosteriorMetadata): string {
  const { kind } = kindOfData(experiment.data);
  return names && (kind === 'table' || kind === 'field') ? `INPUTS = ${JSON.stringify(names)}\n` : '';
}

function networkCode({ kind }: Model): readonly string[] {
  switch (kind) {
    case 'mlp':
    case 'cnn':
      return [layeredNetwork];
    case 'vit':
      return [attention, vitNetwork];
    case 'transformer':
      return [attention, transformerNetwork];
    case 'swin':
      return [attention, swinNetwork];
  }
}
