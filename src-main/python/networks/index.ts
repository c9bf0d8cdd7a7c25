import { BadInputError } from '../../../src-shared/errors';
import type { Model } from '../../../src-shared/experiment/networks';
import attentionCode from './attention.py?raw';
import cnnCode from './cnn.py?raw';
import denseStackCode from './dense_stack.py?raw';
import mlpCode from './mlp.py?raw';
import patchesCode from './patches.py?raw';
import swinCode from './swin.py?raw';
import transformerCode from './transformer.py?raw';
import vitCode from './vit.py?raw';
import windowsCode from './windows.py?raw';

/** A file of Python. */
export interface PythonModule {
  /** As it is imported. */
  readonly name: string;
  readonly code: string;
}

/**
 * A network in PyTorch: a class of the arguments (model, make, input_shape, output_shape). `make` has the layers that
 * it is made of, with or without distributions on their weights: `linear(inputs, outputs, bias)`,
 * `convolution(inputs, outputs)` and `drop(units)`. Modules carry the names of the app's layers.
 */
export interface PythonNetwork {
  readonly className: string;
  /** What the class needs, each behind what it imports itself; the class is in the last. */
  readonly modules: readonly PythonModule[];
}

const attention: PythonModule = { name: 'attention', code: attentionCode };
const denseStack: PythonModule = { name: 'dense_stack', code: denseStackCode };
const patches: PythonModule = { name: 'patches', code: patchesCode };
const windows: PythonModule = { name: 'windows', code: windowsCode };

/** All but those of a person's own file, whose code is theirs. */
export const pythonNetworks: Readonly<Record<Exclude<Model['kind'], 'onnx'>, PythonNetwork>> = {
  mlp: { className: 'Mlp', modules: [denseStack, { name: 'mlp', code: mlpCode }] },
  cnn: { className: 'Cnn', modules: [denseStack, { name: 'cnn', code: cnnCode }] },
  vit: { className: 'Vit', modules: [attention, patches, { name: 'vit', code: vitCode }] },
  transformer: {
    className: 'Transformer',
    modules: [attention, { name: 'transformer', code: transformerCode }],
  },
  swin: { className: 'Swin', modules: [attention, patches, windows, { name: 'swin', code: swinCode }] },
};

/** @throws BadInputError for a network that has no code here */
export function pythonNetwork({ kind }: Pick<Model, 'kind'>): PythonNetwork {
  if (kind !== 'onnx') return pythonNetworks[kind];
  throw new BadInputError(
    'model.kind: a network of your own has no code of ours in PyTorch; formats safetensors, npz, onnx and savedmodel hold its posterior.',
  );
}
