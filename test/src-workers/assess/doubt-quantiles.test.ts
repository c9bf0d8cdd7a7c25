import { expect, test } from 'vitest';
import { doubtQuantiles } from '../../../src-workers/assess/doubt-quantiles';

test('quantiles of a doubt are 101, however many items there are', () => {
  const values = Float32Array.from({ length: 201 }, (_, item) => 200 - item);
  const { entropy } = doubtQuantiles({ entropy: values });
  expect(entropy).toEqual(Array.from({ length: 101 }, (_, percent) => 2 * percent));
  expect(doubtQuantiles({ energy: Float32Array.of(-1.5) }).energy).toEqual(
    Array.from({ length: 101 }, () => -1.5),
  );
});

test('a measure that is no number for some item has none, and none has one of no items', () => {
  expect(doubtQuantiles({ entropy: Float32Array.of(1, Number.NaN), std: new Float32Array(0) })).toEqual({});
});
