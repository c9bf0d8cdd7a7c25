import {
  concat,
  expandDims,
  matMul,
  setBackend,
  type Tensor,
  tensor,
  tensor3d,
  tidy,
} from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '@tensorflow/tfjs';
import type { Laplace } from '../../../src-shared/experiment/methods/laplace';
import { modelSchema } from '../../../src-shared/experiment/networks';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { laplaceFamily } from '../../../src-workers/bayes/families/laplace';
import { laplaceScope } from '../../../src-workers/bayes/laplace/laplace-scope';
import { layerPass } from '../../../src-workers/bayes/laplace/layer-pass';
import { movedOutputs } from '../../../src-workers/bayes/laplace/moved-outputs';
import { jacobianPass } from '../../../src-workers/bayes/laplace/output-jacobian';
import { spreadLayers } from '../../../src-workers/bayes/laplace/spread-layers';
import { refuseManyDerivatives } from '../../../src-workers/laplace/refuse-many-derivatives';
import { networkFor } from '../../../src-workers/models/build-model';
import { randomArgument } from '../models/probe';
import { relativeDistance } from '../relative-distance';

const networks = [
  [
    'a vision transformer',
    { kind: 'vit', patchSize: 2, width: 8, depth: 1, heads: 2, mlpWidth: 8 },
    { inputShape: [4, 4, 1], outputShape: [3] },
  ],
  [
    'a forecasting transformer',
    { kind: 'transformer', width: 8, heads: 2, encoderLayers: 1, decoderLayers: 1, feedForward: 8 },
    { inputShape: [6, 3], outputShape: [2, 1] },
  ],
  [
    'a Swin transformer',
    { kind: 'swin', patchSize: 1, width: 4, depths: [2, 1], headWidth: 2, window: 2 },
    { inputShape: [4, 4, 2], outputShape: [4, 4, 2] },
  ],
] as const;

type Shapes = (typeof networks)[number][2];

function opened(settings: unknown, shapes: Shapes) {
  const model = networkFor(modelSchema.parse(settings), shapes);
  const values = model.weights.map(({ shape }, index) => randomArgument([...shape], index + 1).values);
  const inputs = randomArgument([2, ...shapes.inputShape], 99).values;
  return { model, values, inputs: () => tensor(inputs, [2, ...shapes.inputShape]) };
}

function settingsOf(weights: Laplace['weights'], structure: Laplace['structure']): Laplace {
  return {
    method: 'laplace',
    weights,
    structure,
    predictive: 'linearised',
    precisionBy: 'auto',
    priorPer: 'network',
  };
}

describe.each(networks)('of %s, whose layers go through tokens one by one', (_name, settings, shapes) => {
  test('predictions linear in the last layer are those of networks drawn', () => {
    setBackend('cpu');
    const { model, values, inputs } = opened(settings, shapes);
    const family = laplaceFamily(model, settingsOf('last-layer', 'diagonal'), 1);
    const [linear, drawn] = tidy(() => {
      const parameters = family.parameters.map(
        ({ shape }, index): Tensor =>
          tensor(values[index] ?? new Float32Array(sizeOf(shape)).fill(0.3), [...shape]),
      );
      const seeds = tensor3d(
        [
          [
            [3, 4],
            [5, 6],
          ],
        ],
        [1, 2, 2],
        'int32',
      );
      const samples = { seeds, samples: 2, first: 0 };
      const layers = family.drawLayers(parameters, samples);
      const outputs = model.forward(expandDims(inputs(), 0), layers);
      return [family.linear?.outputs(parameters, samples, inputs()), outputs].map((all) => [
        ...(all?.dataSync() ?? []),
      ]);
    });
    expect(linear).toHaveLength(2 * 2 * sizeOf(shapes.outputShape));
    expect(relativeDistance(linear, drawn)).toBeLessThan(1e-5);
  });

  test('outputs move with the weights of all layers as by the derivatives of each weight', () => {
    setBackend('cpu');
    const { model, values, inputs } = opened(settings, shapes);
    const { tensors } = laplaceScope(model.weights, settingsOf('all', 'diagonal'));
    const outputs = sizeOf(shapes.outputShape);
    const [byLayers, byWeights] = tidy(() => {
      const weights = new Map(
        model.weights.map(({ name, shape }, index) => [name, tensor(values[index], [1, ...shape])]),
      );
      const flat = tensors.map(({ shape }, index) =>
        tensor(randomArgument([3, sizeOf(shape)], 50 + index).values, [3, sizeOf(shape)]),
      );
      const deviations = new Map(
        tensors.map(({ name, shape }, index) => [name, flat[index].reshape([3, ...shape])]),
      );
      const pass = layerPass(model, weights, spreadLayers(tensors), inputs(), outputs);
      const { jacobian } = jacobianPass(model, weights, tensors, inputs(), outputs);
      const moved = [movedOutputs(pass.layers, deviations), matMul(concat(flat, 1), jacobian, false, true)];
      return moved.map((all) => [...all.dataSync()]);
    });
    expect(relativeDistance(byLayers, byWeights)).toBeLessThan(1e-5);
  });
});

test('fields whose outputs are too many to derive each are refused with the number, before anything is trained', () => {
  const shapes = { inputShape: [32, 64, 2], outputShape: [32, 64, 2] };
  const settings = { kind: 'swin', patchSize: 4, width: 16, depths: [2], headWidth: 8, window: 4 };
  const model = networkFor(modelSchema.parse(settings), shapes);
  const scope = laplaceScope(model.weights, settingsOf('last-layer', 'kronecker'));
  expect(() => refuseManyDerivatives(model, scope, shapes.inputShape, sizeOf(shapes.outputShape))).toThrow(
    /^inference\.weights: an item has 4096 outputs, whose derivatives by the layers with a spread are \d+\.\d million numbers, and 1\.0 million are the most; use method ivon, variational or deep-ensemble\.$/,
  );
});
