import { matMul } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { relativeDistance } from '../relative-distance';
import { tensorflow } from '../tensorflow';
import { smallProgram } from './small-programs';

/** Rounds to the nearest number of 8 significant bits, ties to even. */
function bfloat16(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0] = (bits[0] + 0x7fff + ((bits[0] >>> 16) & 1)) & 0xffff0000;
  return new Float32Array(bits.buffer)[0];
}

test('a product in bfloat16 is the float32 sum of rounded factors, rounded once more', () => {
  const [rows, inner, columns] = [5, 33, 7];
  const graph = new GraphBuilder(false, 'bfloat16');
  const a = graph.placeholder('a', [rows, inner], 'float32');
  const b = graph.placeholder('b', [inner, columns], 'float32');
  const [product] = traceInto(graph, [a, b], ([x, y]) => [matMul(x, y)]);
  const [left, right] = [new Float32Array(rows * inner), new Float32Array(inner * columns)];
  fillStatelessNormal(3, 0, left);
  fillStatelessNormal(3, 1, right);
  const session = new Session(tensorflow(), graph.nodes);
  const feeds = new Map([
    [a, left],
    [b, right],
  ]);
  const [values] = session.run(feeds, [product]);
  session.dispose();
  values.forEach((value, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let k = 0; k < inner; k += 1)
      sum += bfloat16(left[row * inner + k]) * bfloat16(right[k * columns + column]);
    // The sum's order may turn one rounding: one unit in the last of 8 bits.
    expect(Math.abs(value - bfloat16(sum))).toBeLessThanOrEqual(Math.abs(sum) * 2 ** -7);
    expect(value).toBe(bfloat16(value));
  });
});

describe.each(['mlp', 'cnn'] as const)('a %s with products in bfloat16', (kind) => {
  test('has nearly the float32 gradient, and not the same', () => {
    const { program, initial, inputs, options } = smallProgram(kind, 'tanh');
    const [exact, rounded] = (['float32', 'bfloat16'] as const).map((products) => {
      const compiled = compileForTensorflow(tensorflow(), program, { ...options, products });
      compiled.setParameters(initial);
      const { gradients } = compiled.gradients(inputs);
      compiled.dispose();
      return gradients;
    });
    const distance = relativeDistance(rounded, exact);
    expect(distance).toBeGreaterThan(1e-6);
    // A factor is off by at most 2^-9, and a few layers' worth of such errors add up.
    expect(distance).toBeLessThan(0.05);
  });
});
