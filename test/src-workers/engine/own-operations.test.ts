import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import { gelu } from '../../../src-workers/models/gelu';
import { relativeDistance } from '../relative-distance';
import { tensorflow } from '../tensorflow';
import { ownOperationCases, valueAndGradients } from './own-operation-cases';

// Where they could not be compiled, training does without them.
describe.runIf(tensorflow().ownOperations !== undefined)(
  'an operation of our own computes what TensorFlow’s do, and the same gradients:',
  () => {
    test.each(ownOperationCases)('%s', (_name, body, shapes) => {
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
  },
);
