import { expect, it } from 'vitest';
import { extentOf, pointsOutside, usualExtentOf } from '../../../../src-renderer/charts/line/extent';

/** 100 values from 0 to 0.99, and one far out. */
const points = [...Array.from({ length: 100 }, (_, x) => ({ x, y: x / 100 })), { x: 100, y: 50 }];

it('without outliers the height is that of 95 % of the points with a margin, never more than all', () => {
  expect(extentOf([{ points }], [], undefined)?.y).toEqual({ from: 0, to: 50 });
  const usual = usualExtentOf([{ points }], [], undefined);
  // Of 101 sorted values the 3rd is 0.03 (index round(2.5) = 3) and the 98th 0.98; a tenth of 0.95 beside them.
  expect(usual?.y.from).toBe(0);
  expect(usual?.y.to).toBeCloseTo(0.98 + 0.095);
  expect(usual?.x).toEqual({ from: 0, to: 100 });
  expect(usual && pointsOutside([{ points }], undefined, usual.y)).toBe(1);
});

it('only what is shown counts: an outlier beyond the shown part of the axis is none', () => {
  const range = { from: 0, to: 50 };
  expect(usualExtentOf([{ points }], [], range)?.y.to).toBeLessThanOrEqual(0.5);
  expect(pointsOutside([{ points }], range, { from: 0, to: 1 })).toBe(0);
});

it('nothing measured has no extent', () => {
  expect(usualExtentOf([], [], undefined)).toBeUndefined();
});

it('what is 0 all along stands at the foot of its axis, with nothing below it', () => {
  const flat = [{ points: [0, 1, 2].map((x) => ({ x, y: 0 })) }];
  expect(extentOf(flat, [], undefined)?.y).toEqual({ from: 0, to: 1 });
  expect(usualExtentOf(flat, [], undefined)?.y).toEqual({ from: 0, to: 1 });
  // The line stays there where a chart shows what is usual, and one moment was longer.
  const once = [{ points: Array.from({ length: 100 }, (_, x) => ({ x, y: x === 50 ? 7 : 0 })) }];
  expect(usualExtentOf(once, [], undefined)?.y).toEqual({ from: 0, to: 1 });
});
