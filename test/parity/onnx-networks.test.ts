import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandDims, mul, sum, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { modelSchema } from '../../src-shared/experiment/networks';
import { SampledLayers } from '../../src-workers/bayes/sampled-layers';
import { networkFor } from '../../src-workers/models/build-model';
import type { Model } from '../../src-workers/models/model';
import { type Probe, resultOf, slopesInGraph } from '../src-workers/models/probe';

interface Recorded {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly factors: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

const folder = join(__dirname, 'fixtures', 'onnx');
const shapes: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
  convolutional: [[8, 8, 1], [3]],
  grouped: [[8, 8, 1], [3]],
  attention: [[8, 8, 1], [3]],
  dense: [[5], [1]],
  segmenting: [
    [8, 12, 1],
    [8, 12, 3],
  ],
  // Values and their log-variances as two outputs: side by side here.
  heteroscedastic: [[5], [2]],
};
const cases = Object.keys(shapes).flatMap((name) =>
  ['dynamo', 'script'].map((exporter) => [name, exporter] as const),
);

/** All samples have the weights of the file. */
function probeOf(model: Model, recorded: Recorded, inputShape: readonly number[], samples: number): Probe {
  const weights = model.weights.map(({ shape, start }) => {
    const values = start?.numbers(0) ?? new Float32Array();
    const repeated = Float32Array.from(
      { length: samples * values.length },
      (_, at) => values[at % values.length],
    );
    return { shape: [samples, ...shape], values: repeated };
  });
  const items = 2;
  return {
    of: [...weights, { shape: [items, ...inputShape], values: Float32Array.from(recorded.inputs) }],
    to: (...tensors) => {
      const byName = new Map(model.weights.map(({ name }, index) => [name, tensors[index]]));
      return model.forward(expandDims(tensors[tensors.length - 1], 0), new SampledLayers(byName, samples));
    },
  };
}

function relativeDistance(ours: ArrayLike<number>, theirs: readonly number[]): number {
  const difference = theirs.map((value, at) => value - ours[at]);
  return Math.hypot(...difference) / Math.max(Math.hypot(...theirs), 1e-6);
}

describe.each(cases)('a network of PyTorch: %s, by its exporter %s', (name, exporter) => {
  const [inputShape, outputShape] = shapes[name];
  const path = join(folder, `${name}-${exporter}.onnx`);
  const recorded: Recorded = JSON.parse(readFileSync(join(folder, `${name}-${exporter}.json`), 'utf8'));
  const model = networkFor(modelSchema.parse({ kind: 'onnx', path }), { inputShape, outputShape });

  test.each([1, 2])('computes what ONNX Runtime does, with %i samples', (samples) => {
    const { shape, values } = resultOf(probeOf(model, recorded, inputShape, samples));
    expect(shape).toEqual([samples, 2, ...outputShape]);
    const wanted = Array.from({ length: samples }, () => recorded.outputs).flat();
    // Rounding of float32, summed in another order.
    expect(relativeDistance(values, wanted)).toBeLessThan(1e-5);
  });

  test('has the gradients of PyTorch, and the names of its state_dict', () => {
    const probe = probeOf(model, recorded, inputShape, 1);
    const weighed: Probe = {
      ...probe,
      to: (...tensors) =>
        sum(mul(probe.to(...tensors), tensor([...recorded.factors], [1, 2, ...outputShape]))),
    };
    const slopes = slopesInGraph(weighed);
    model.weights.forEach((weight, at) => {
      const theirs = recorded.gradients[weight.name];
      expect(theirs, `${weight.name} among ${Object.keys(recorded.gradients).join(', ')}`).toBeDefined();
      expect(relativeDistance(slopes[at], theirs), weight.name).toBeLessThan(1e-4);
    });
    expect(model.weights.length).toBe(Object.keys(recorded.gradients).length);
  });
});

// What some layers give is the same for all samples, what others give is not: where both meet, the first is repeated.
test.each(['convolutional-dynamo', 'grouped-dynamo'])(
  '%s has gradients with weights that samples share',
  (name) => {
    const [inputShape, outputShape] = shapes[name.split('-')[0]];
    const path = join(folder, `${name}.onnx`);
    const recorded: Recorded = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const model = networkFor(modelSchema.parse({ kind: 'onnx', path }), { inputShape, outputShape });
    const all = probeOf(model, recorded, inputShape, 2);
    const isShared = (at: number) => model.weights[at]?.name.startsWith('stem');
    const shared: Probe = {
      of: all.of.map(({ shape, values }, at) =>
        isShared(at)
          ? { shape: [1, ...shape.slice(1)], values: values.slice(0, values.length / 2) }
          : { shape, values },
      ),
      to: (...tensors) => sum(mul(all.to(...tensors), tensor([...recorded.factors], [1, 2, ...outputShape]))),
    };
    const slopes = slopesInGraph(shared);
    model.weights.forEach((weight, at) => {
      const theirs = recorded.gradients[weight.name];
      // Both samples have the file's weights: each its own gradient, and what they share that of both.
      const wanted = isShared(at) ? theirs.map((value) => 2 * value) : [...theirs, ...theirs];
      expect(relativeDistance(slopes[at], wanted), weight.name).toBeLessThan(1e-4);
    });
  },
);
