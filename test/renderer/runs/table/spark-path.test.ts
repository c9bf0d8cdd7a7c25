import { expect, it } from 'vitest';
import { sparkPath } from '../../../../src-renderer/runs/table/spark-path';

const size = { width: 80, height: 20 };

it('a small curve fills its picture, the highest value at the top, with half a line’s width around it', () => {
  expect(sparkPath({ x: [0, 5, 10], y: [2, 1, 0] }, size)).toBe('M0.0 1.0L40.0 10.0L80.0 19.0');
});

it('values that are none leave a gap', () => {
  expect(sparkPath({ x: [0, 1, 2, 3, 4], y: [4, 3, Number.NaN, 1, 0] }, size)).toBe(
    'M0.0 1.0L20.0 5.5M60.0 14.5L80.0 19.0',
  );
});

it('one that does not change lies in the middle, and one without two values is not drawn', () => {
  expect(sparkPath({ x: [1, 2], y: [3, 3] }, size)).toBe('M0.0 10.0L80.0 10.0');
  expect(sparkPath({ x: [1, 2], y: [3, Number.POSITIVE_INFINITY] }, size)).toBe('');
  expect(sparkPath({ x: [], y: [] }, size)).toBe('');
});
