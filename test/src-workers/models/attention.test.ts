import { describe, expect, test } from 'vitest';
import { attention, mergeHeads, splitHeads } from '../../../src-workers/models/attention';
import { relativeDistance } from '../relative-distance';
import {
  finiteDifferenceRatio,
  type Probe,
  randomArgument,
  resultOf,
  slopeInGraph,
  slopeInJavascript,
} from './probe';

function given(shape: readonly number[], values: readonly number[]) {
  return { shape, values: Float32Array.from(values) };
}

describe('attention', () => {
  const q = given([1, 1, 1, 1, 4], [2, 0, 0, 0]);
  // Scores 2 ln 3 / sqrt(4) = ln 3 and 0: probabilities 3/4 and 1/4.
  const k = given([1, 1, 1, 2, 4], [Math.log(3), 0, 0, 0, 0, 1, 0, 0]);
  const v = given([1, 1, 1, 2, 4], [4, 0, 4, 1, 0, 8, 4, 1]);

  test('weighs values by the softmax of scaled products', () => {
    const { values } = resultOf({ of: [q, k, v], to: (...[a, b, c]) => attention(a, b, c) });
    for (const [index, expected] of [3, 2, 4, 1].entries()) expect(values[index]).toBeCloseTo(expected, 5);
  });

  test('does not see what a bias of minus a billion hides', () => {
    const bias = given([1, 1, 1, 1, 2], [-1e9, 0]);
    const { values } = resultOf({
      of: [q, k, v, bias],
      to: (...[a, b, c, d]) => attention(a, b, c, d),
    });
    expect([...values]).toEqual([0, 8, 4, 1]);
  });

  const sampled: Probe = {
    of: [
      randomArgument([3, 2, 2, 4, 3], 1),
      randomArgument([3, 2, 2, 5, 3], 2),
      randomArgument([3, 2, 2, 5, 3], 3),
      randomArgument([3, 1, 2, 4, 5], 4),
    ],
    to: (...[a, b, c, d]) => attention(a, b, c, d),
  };
  const oneQuery: Probe = { ...sampled, of: [randomArgument([1, 2, 2, 4, 3], 1), ...sampled.of.slice(1)] };
  const oneMemory: Probe = {
    ...sampled,
    of: [
      sampled.of[0],
      randomArgument([1, 2, 2, 5, 3], 2),
      randomArgument([1, 2, 2, 5, 3], 3),
      sampled.of[3],
    ],
  };

  test.each([
    ['samples of everything', sampled],
    ['one query for all samples', oneQuery],
    ['one memory for all samples', oneMemory],
  ])('has the gradient that finite differences show, and as a graph, with %s', (_case, probe) => {
    expect(finiteDifferenceRatio(probe, 0)).toBeCloseTo(1, 2);
    expect(relativeDistance(slopeInGraph(probe).gradient, slopeInJavascript(probe).gradient)).toBeLessThan(
      1e-5,
    );
  });
});

describe('heads', () => {
  const counted = given([1, 1, 2, 8], [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17]);

  test('are cut from columns in the order part, head, number', () => {
    const part = (index: number) => resultOf({ of: [counted], to: (x) => splitHeads(x, 2, 2)[index] });
    expect(part(0).shape).toEqual([1, 1, 2, 2, 2]);
    expect([...part(0).values]).toEqual([0, 1, 10, 11, 2, 3, 12, 13]);
    expect([...part(1).values]).toEqual([4, 5, 14, 15, 6, 7, 16, 17]);
  });

  test('are put back side by side', () => {
    const { shape, values } = resultOf({ of: [counted], to: (x) => mergeHeads(splitHeads(x, 1, 4)[0]) });
    expect(shape).toEqual([1, 1, 2, 8]);
    expect(values).toEqual(counted.values);
  });
});
