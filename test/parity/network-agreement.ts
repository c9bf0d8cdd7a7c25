import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandDims } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { fromTorchOrder } from '../../src-main/torch-blue/reorder';
import { decodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { SampledLayers } from '../../src-workers/bayes/sampled-layers';
import { networkFor } from '../../src-workers/models/build-model';
import type { Model } from '../../src-workers/models/model';
import { resultOf } from '../src-workers/models/probe';
import { relativeDistance } from '../src-workers/relative-distance';

/** What record_networks.py wrote: a network's weights, an input and PyTorch's output for it. */
function recorded(folder: string, name: string): ReadonlyMap<string, Tensor> {
  const file = join(folder, `${name}.safetensors`);
  return new Map(decodeSafetensors(readFileSync(file), file).tensors.map((tensor) => [tensor.name, tensor]));
}

function found(record: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = record.get(name);
  if (!tensor) throw new Error(`The record holds no ${name}.`);
  return tensor;
}

/** PyTorch keeps dense weights as [out, in]. */
function transposed({ shape, data }: Tensor): Float32Array {
  const [outputs, inputs] = shape;
  return fromTorchOrder(data, { view: [inputs, outputs], order: [1, 0] });
}

/** What a model makes of an input with these weights, the same for all samples. */
function outputsOf(model: Model, weightOf: (name: string) => Float32Array, input: Tensor): Float32Array {
  const weights = model.weights.map(({ name, shape }) => ({ shape: [1, ...shape], values: weightOf(name) }));
  const layersOf = (tensors: readonly Parameters<Model['forward']>[0][]) =>
    new SampledLayers(new Map(model.weights.map(({ name }, index) => [name, tensors[index]])), 1);
  return resultOf({
    of: [...weights, { shape: input.shape, values: input.data }],
    to: (...tensors) => model.forward(expandDims(tensors[weights.length], 0), layersOf(tensors)),
  }).values;
}

/** Holds our transformers against the records of a folder. */
export function agreesWithPytorch(folder: string): void {
  test('a vision transformer, whose names are those of its state_dict', () => {
    const record = recorded(folder, 'vit');
    const sizes = { patchSize: 2, width: 12, depth: 2, heads: 3, mlpWidth: 20, dropout: 0 };
    const model = networkFor({ kind: 'vit', ...sizes }, { inputShape: [6, 4, 2], outputShape: [4] });
    const names = model.weights.map(({ name }) => name);
    expect([...names, 'input', 'output'].sort()).toEqual([...record.keys()].sort());
    const weightOf = (name: string) => {
      const weight = found(record, name);
      return weight.shape.length === 2 ? transposed(weight) : weight.data;
    };
    const input = found(record, 'input');
    const [items, channels, height, width] = input.shape;
    const images = {
      ...input,
      shape: [items, height, width, channels],
      data: fromTorchOrder(input.data, { view: [items, height, width, channels], order: [0, 3, 1, 2] }),
    };
    expect(relativeDistance(outputsOf(model, weightOf, images), found(record, 'output').data)).toBeLessThan(
      1e-5,
    );
  });

  test('an encoder-decoder transformer, whose attention keeps queries, keys and values in one matrix there', () => {
    const record = recorded(folder, 'transformer');
    const sizes = { width: 8, heads: 2, encoderLayers: 2, decoderLayers: 2, feedForward: 12, dropout: 0 };
    // 5 steps of history and 4 to forecast, each with 3 features of the calendar.
    const model = networkFor({ kind: 'transformer', ...sizes }, { inputShape: [9, 4], outputShape: [4, 1] });
    const weightOf = (name: string) => {
      const weight = torchWeight(record, name);
      return weight.shape.length === 2 ? transposed(weight) : weight.data;
    };
    const output = outputsOf(model, weightOf, found(record, 'input'));
    expect(relativeDistance(output, found(record, 'output').data)).toBeLessThan(1e-5);
  });
}

/** Rows of a decoder's in_proj: queries first, then keys and values. */
function torchWeight(record: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const isOutside = /^(history_embedding|horizon_embedding|head)\./.test(name);
  const torchName = `${isOutside ? '' : 'transformer.'}${name}`;
  const part = /^(.*\.multihead_attn)\.(q|kv)_proj\.(weight|bias)$/.exec(torchName);
  if (!part) return found(record, torchName.replace(/in_proj\.(weight|bias)$/, 'in_proj_$1'));
  const [, attention, which, variable] = part;
  const whole = found(record, `${attention}.in_proj_${variable}`);
  const third = whole.data.length / 3;
  const data = which === 'q' ? whole.data.slice(0, third) : whole.data.slice(third);
  const [rows, ...rest] = whole.shape;
  return { ...whole, data, shape: [which === 'q' ? rows / 3 : (2 * rows) / 3, ...rest] };
}
