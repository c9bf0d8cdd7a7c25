import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandDims, type Tensor } from '@tensorflow/tfjs-core';
import { modelSchema } from '../../src-shared/experiment/networks';
import { SampledLayers } from '../../src-workers/bayes/sampled-layers';
import { networkFor } from '../../src-workers/models/build-model';
import type { Argument } from '../src-workers/models/probe';

interface Recorded {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** A network of somebody's in whose layers something goes past, and what write_residual_network.py recorded of it. */
export interface ResidualNetwork {
  readonly of: readonly Argument[];
  readonly to: (tensors: readonly Tensor[]) => Tensor;
  /** The outputs, and the slopes of the sum of their squares by each argument. */
  readonly expected: readonly (readonly number[])[];
}

const items = 2;
const inputShape = [6, 5, 1];

/** @param samples that all have the weights of the file */
export function residualNetwork(samples: number): ResidualNetwork {
  const path = join(import.meta.dirname, 'fixtures', 'onnx', 'residual.onnx');
  const recorded: Recorded = JSON.parse(readFileSync(path.replace(/onnx$/, 'json'), 'utf8'));
  const model = networkFor(modelSchema.parse({ kind: 'onnx', path }), { inputShape, outputShape: [3] });
  const repeated = (values: ArrayLike<number>) => Array.from({ length: samples }, () => Array.from(values));
  const weights = model.weights.map(({ shape, start }) => ({
    shape: [samples, ...shape],
    values: Float32Array.from(repeated(start?.numbers(0) ?? []).flat()),
  }));
  const gradients = model.weights.map(({ name }) => repeated(recorded.gradients[name] ?? []).flat());
  // The input is all samples'.
  const ofInput = (recorded.gradients.x ?? []).map((value) => samples * value);
  return {
    of: [...weights, { shape: [items, ...inputShape], values: Float32Array.from(recorded.inputs) }],
    to: (tensors) => {
      const byName = new Map(model.weights.map(({ name }, index) => [name, tensors[index] as Tensor]));
      const input = expandDims(tensors[model.weights.length] as Tensor, 0);
      return model.forward(input, new SampledLayers(byName, samples));
    },
    expected: [repeated(recorded.outputs).flat(), ...gradients, ofInput],
  };
}
