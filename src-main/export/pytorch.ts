import { itemKindOf } from '../../src-shared/experiment/data';
import { methodFacts } from '../../src-shared/experiment/methods';
import { describeInputs } from '../../src-shared/network-inputs';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import { pythonNetwork } from '../python/networks';
import { inOneFile } from '../python/one-file';
import posteriorCode from './pytorch/posterior.py?raw';

/**
 * The Python file beside an exported posterior: draws networks from it in PyTorch and predicts with them, for every
 * network, data and method. What it needs to know it reads from the posterior's own metadata.
 */
export function pytorchScript(metadata: PosteriorMetadata, runId: string): string {
  const { experiment } = metadata;
  const network = pythonNetwork(experiment.model);
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

KIND = ${JSON.stringify(itemKindOf(experiment.data).name)}
SCALING = ${JSON.stringify(itemKindOf(experiment.data).scaling)}
HAS_MEMBERS = ${methodFacts(experiment.inference).hasMembers ? 'True' : 'False'}
${inputNames(metadata)}TAKES = ${JSON.stringify(describeInputs(metadata))}


${posteriorCode.trim()}


${inOneFile(network.modules)}


NETWORK = ${network.className}
`;
}

/** What the inputs are called, in their order, where each has a name: columns of a table, fields. */
function inputNames({ experiment, normalisation: { names } }: PosteriorMetadata): string {
  return names && itemKindOf(experiment.data).hasNamedInputs ? `INPUTS = ${JSON.stringify(names)}\n` : '';
}
