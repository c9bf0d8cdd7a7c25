import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import { gelu } from '../../../src-workers/models/gelu';
import { lstmSteps } from '../../../src-workers/models/onnx/lstm-steps';
import { relativeDistance } from '../relative-distance';
import { tensorflow } from '../tensorflow';
import { ownOperationCases, processorOperationCases, valueAndGradients } from './own-operation-cases';

// Where they could not be compiled, training does without them.
describe.runIf(tensorflow().ownOperations !== undefined)(
  'an operation of our own computes what TensorFlow’s do, and the same gradients:',
  () => {
    test.each([...ownOperationCases, ...processorOperationCases])('%s', (_name, body, shapes) => {
      const own = valueAndGradients(tensorflow(), body, shapes, true);
      const plain = valueAndGradients(tensorflow(), body, shapes, false);
      // A few roundings of float32; sums run in another order.
      for (const [index, values] of own.entries())
        expect(relativeDistance(values, plain[index])).toBeLessThan(2e-6);
    });

    test('large and odd values stay visible: infinity and NaN are not smoothed away', () => {
      const graph = new GraphBuilder(true);
      const input = graph.placeholder('x', [1, 4], 'float32');
      const [output] = traceInto(graph, [input], ([x]) => [gelu(x)]);
      const session = new Session(tensorflow(), graph.nodes);
      const [values] = session.run(new Map([[input, Float32Array.of(Number.NaN, 1e30, -40, 0)]]), [output]);
      session.dispose();
      expect([...values]).toEqual([Number.NaN, Math.fround(1e30), -0, 0]);
    });

    test('a NaN in an LSTM stays visible, in its own item alone; huge numbers open and close its gates', () => {
      const graph = new GraphBuilder(true);
      const shapes = [
        [1, 1, 3, 4],
        [1, 1, 4],
        [1, 3, 1],
        [1, 3, 1],
      ];
      const inputs = shapes.map((shape, index) => graph.placeholder(`x${index}`, shape, 'float32'));
      const [output] = traceInto(graph, inputs, ([given, weights, hidden, cell]) => [
        lstmSteps(given, weights, hidden, cell),
      ]);
      const session = new Session(tensorflow(), graph.nodes);
      const huge = [1e30, 1e30, -1e30, Number.NEGATIVE_INFINITY];
      const given = Float32Array.of(0, Number.NaN, 0, 0, ...huge, 0, 0, 0, 0);
      const others = [4, 3, 3].map((length) => new Float32Array(length));
      const feeds = new Map([given, ...others].map((values, index) => [inputs[index], values]));
      const [values] = session.run(feeds, [output]);
      session.dispose();
      // The hidden states of three items, and then their cells: of the second -1, behind an open gate.
      const rounded = [...values].map((value) => Number(value.toFixed(6)));
      expect(rounded).toEqual([Number.NaN, Number(Math.tanh(-1).toFixed(6)), 0, 0, -1, 0]);
    });
  },
);
