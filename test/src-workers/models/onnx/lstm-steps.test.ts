import {
  add,
  concat,
  matMul,
  mul,
  sigmoid,
  split,
  stack,
  type Tensor,
  tanh,
  unstack,
} from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../../../src-workers/engine/graph/graph-builder';
import { traceInto } from '../../../../src-workers/engine/trace/trace';
import { lstmSteps } from '../../../../src-workers/models/onnx/lstm-steps';
import { relativeDistance } from '../../relative-distance';
import { type Probe, randomArgument, slopeInGraph, slopeInJavascript } from '../probe';

const [samples, items, units] = [2, 3, 4];

/** As ONNX writes it, step by step, for tfjs to differentiate. */
function plainSteps(given: Tensor, weights: Tensor, hidden: Tensor, cell: Tensor): Tensor {
  const outputs: Tensor[] = [];
  let [state, memory] = [hidden, cell];
  // Twice as many steps as there are: tfjs cannot differentiate an unstack into one part.
  for (const one of unstack(concat([given, given], 1), 1).slice(0, given.shape[1])) {
    const [input, output, forget, candidate] = split(add(one, matMul(state, weights)), 4, 2);
    memory = add(mul(sigmoid(forget), memory), mul(sigmoid(input), tanh(candidate)));
    state = mul(sigmoid(output), tanh(memory));
    outputs.push(state);
  }
  return stack([...outputs, memory], 1);
}

function probeOf(steps: number, compute: typeof plainSteps): Probe {
  const of = [
    randomArgument([samples, steps, items, 4 * units], 1),
    randomArgument([samples, units, 4 * units], 2, 0.5),
    randomArgument([samples, items, units], 3),
    randomArgument([samples, items, units], 4),
  ];
  return { of, to: (given, weights, hidden, cell) => compute(given, weights, hidden, cell) };
}

describe.each([1, 2, 5])('an LSTM over %i steps', (steps) => {
  test('has the value and gradients of its steps one by one, in both engines', () => {
    const expected = slopeInJavascript(probeOf(steps, plainSteps));
    for (const slope of [slopeInJavascript, slopeInGraph]) {
      const { value, gradient } = slope(probeOf(steps, lstmSteps));
      // Rounding of float32, summed in another order.
      expect(value).toBeCloseTo(expected.value, 4);
      expect(relativeDistance(gradient, expected.gradient)).toBeLessThan(1e-5);
    }
  });
});

test.each([
  ['cpu', ['ParasampleLstm']],
  ['gpu', []],
] as const)('for a %s with operations of our own, an LSTM is %j of them', (device, expected) => {
  const graph = new GraphBuilder(true, 'float32', device);
  const { of, to } = probeOf(2, lstmSteps);
  const inputs = of.map(({ shape }, index) => graph.placeholder(`argument_${index}`, shape, 'float32'));
  traceInto(graph, inputs, (tensors) => [to(...tensors)]);
  const own = graph.nodes.map(({ op }) => op).filter((op) => op.startsWith('Parasample'));
  expect(own).toEqual(expected);
});
