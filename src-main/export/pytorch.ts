import { itemKindOf } from '../../src-shared/experiment/data';
import { methodFacts } from '../../src-shared/experiment/methods';
import { describeInputs } from '../../src-shared/network/network-inputs';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { pythonNetwork } from '../python/networks';
import { inOneFile } from '../python/one-file';
import { ownNetworkFacts } from './own-network';
import builtCode from './pytorch/built_network.py?raw';
import ownCode from './pytorch/own_network.py?raw';
import posteriorCode from './pytorch/posterior.py?raw';

/**
 * The Python file beside an exported posterior: draws networks from it in PyTorch and predicts with them, for every
 * network, data and method. What it needs to know it reads from the posterior's own metadata.
 */
export function pytorchScript(metadata: PosteriorMetadata, runId: string): string {
  const { experiment } = metadata;
  const isOwn = experiment.model.kind === 'onnx';
  return `"""
Run ${runId} of Parasample in PyTorch (pip install torch safetensors).

    from load import draw, load, predict${isOwn ? ', use\n    use(YourModule())' : ''}
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
${isOwn ? 'from safetensors.torch import load_file\nfrom torch.fx.experimental.optimization import fuse\n' : ''}
KIND = ${JSON.stringify(itemKindOf(experiment.data).name)}
SCALING = ${JSON.stringify(itemKindOf(experiment.data).scaling)}
HAS_MEMBERS = ${methodFacts(experiment.inference).hasMembers ? 'True' : 'False'}
${inputNames(metadata)}TAKES = ${JSON.stringify(describeInputs(metadata))}


${posteriorCode.trim()}


${isOwn ? ownNetwork(metadata) : builtNetwork(metadata)}
`;
}

function builtNetwork({ experiment }: PosteriorMetadata): string {
  const network = pythonNetwork(experiment.model);
  return `${builtCode.trim()}\n\n\n${inOneFile(network.modules)}\n\n\nNETWORK = ${network.className}`;
}

/** Of a network of the person's own: how it takes items, and which of its weights are kernels. */
function ownNetwork({ experiment: { model }, task }: PosteriorMetadata): string {
  if (model.kind !== 'onnx') throw new Error(`Network ${model.kind} is none of the person's own.`);
  const { axes, item, kernels, endInSoftmax, outputsOfHeads } = ownNetworkFacts(model.path, task);
  const isOfClasses = (task.kind === 'classification' && !task.thresholds) || task.kind === 'segmentation';
  return `# Which axis of an item here each of the network's comes from, and an item as the network sees it.
AXES = ${JSON.stringify(axes)}
ITEM = ${JSON.stringify(item)}
ENDS_IN_SOFTMAX = ${isOfClasses && endInSoftmax[0] ? 'True' : 'False'}
# Of several heads: the outputs that each takes, and which outputs end in a softmax.
OUTPUTS_OF_HEADS = ${outputsOfHeads ? JSON.stringify(outputsOfHeads) : 'None'}
OUTPUTS_IN_SOFTMAX = ${JSON.stringify(endInSoftmax.flatMap((ends, place) => (ends ? [place] : [])))}
KERNELS = ${JSON.stringify(kernels)}


${ownCode.trim()}`;
}

/** What the inputs are called, in their order, where each has a name: columns of a table, fields. */
function inputNames({ experiment, normalisation: { names } }: PosteriorMetadata): string {
  return names && itemKindOf(experiment.data).hasNamedInputs ? `INPUTS = ${JSON.stringify(names)}\n` : '';
}
