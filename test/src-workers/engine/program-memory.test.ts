import { expect, onTestFinished, test } from 'vitest';
import { layoutOf } from '../../../src-workers/engine/parameter-layout';
import type { CompileOptions } from '../../../src-workers/engine/program';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { tensorflow } from '../tensorflow';
import { smallProgram } from './small-programs';

const { program, options } = smallProgram('mlp', 'tanh');
const [shape] = options.passes;

function memoryOf(more: Partial<CompileOptions>, device: 'cpu' | 'gpu' = 'cpu') {
  const compiled = compileForTensorflow(tensorflow(), program, { ...options, predictions: [], ...more });
  onTestFinished(() => compiled.dispose());
  const counted = compiled.memory?.(device);
  if (!counted) throw new Error('TensorFlow can tell.');
  return counted;
}

test('parameters, their gradient, and the moments that the optimiser has', () => {
  const bytes = 4 * layoutOf(program.parameters).floats;
  expect(memoryOf({}).parameters).toBe(4 * bytes);
  expect(memoryOf({ optimiser: { kind: 'sgd', momentum: 0.9, weightDecay: 0 } }).parameters).toBe(3 * bytes);
});

test('each further sample needs the same, and what samples share is there once', () => {
  if (!shape) throw new Error('There is a pass.');
  const tensorsOf = (samples: number) => memoryOf({ passes: [{ ...shape, samples }] }).tensors;
  const [few, more, many] = [20, 30, 40].map(tensorsOf);
  // But for rounding: what is done in no time, and so at once, depends on sizes.
  expect((many - more) / (more - few)).toBeCloseTo(1, 1);
  // A sample's weights of the first layer at the least.
  expect((many - few) / 20).toBeGreaterThan(64 * 20 * 4);
});

test('a prediction that needs more than a pass decides', () => {
  if (!shape) throw new Error('There is a pass.');
  const large = { ...shape, items: 100 * shape.items };
  expect(memoryOf({ predictions: [large] }).tensors).toBeGreaterThan(2 * memoryOf({}).tensors);
});

test('on a GPU the process is none of the device’s memory', () => {
  expect(memoryOf({}, 'gpu').process).toBe(0);
  expect(memoryOf({}).process).toBeGreaterThan(5e6);
});
