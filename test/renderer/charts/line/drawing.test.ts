import { describe, expect, it } from 'vitest';
import { bandOf } from '../../../../src-renderer/charts/line/band';
import { drawingOf, mostPoints, pointNear } from '../../../../src-renderer/charts/line/drawing';
import type { Series } from '../../../../src-renderer/charts/line/series';
import { smoothed } from '../../../../src-renderer/charts/line/smooth';

const plain = { axis: 'step', isLogX: false, isLogY: false, smoothing: 0, range: undefined } as const;

function seriesOf(values: readonly number[]): Series {
  return {
    name: 'train.loss',
    steps: values.map((_, index) => index),
    epochs: values.map((_, index) => index / 10),
    times: values.map((_, index) => 5000 + index * 500),
    values: [...values],
  };
}

describe('drawing a series', () => {
  it('counts values that are infinite or not a number, and keeps their place in the line', () => {
    const { points, notFinite } = drawingOf(seriesOf([1, Number.POSITIVE_INFINITY, Number.NaN]), 0, plain);
    expect(points).toEqual([
      { x: 0, y: 1 },
      { x: 1, y: Number.POSITIVE_INFINITY },
      { x: 2, y: Number.NaN },
    ]);
    expect(notFinite).toBe(2);
  });

  it('counts, and never moves, what a logarithmic axis has no place for', () => {
    const drawing = drawingOf(seriesOf([0.1, 0, -2, 3]), 0, { ...plain, isLogY: true });
    expect(drawing.points.map(({ y }) => y)).toEqual([0.1, 3]);
    expect(drawing.withoutPlace).toBe(2);
    expect(drawingOf(seriesOf([5, 6]), 0, { ...plain, isLogX: true }).withoutPlace).toBe(1);
  });

  it('shows what lies in the range, and one point more so that the line reaches the edge', () => {
    const { points, within } = drawingOf(seriesOf([9, 8, 7, 6, 5]), 0, {
      ...plain,
      range: { from: 1, to: 2 },
    });
    expect(points.map(({ x }) => x)).toEqual([1, 2, 3]);
    expect(within).toBe(3);
  });

  it('smooths over all values, though few of them are drawn', () => {
    const values = Array.from({ length: 5000 }, (_, index) => index % 2);
    const drawing = drawingOf(seriesOf(values), 0, { ...plain, smoothing: 0.99 });
    expect(drawing.points.length).toBeLessThanOrEqual(mostPoints);
    expect(drawing.within).toBe(5000);
    expect(drawing.points.at(-1)?.y).toBeCloseTo(0.5, 1);
    expect(drawing.last).toBe(1);
  });

  it('finds the drawn point nearest to the cursor', () => {
    const points = [0, 10, 20].map((x) => ({ x, y: x }));
    expect(pointNear(points, 14)?.x).toBe(10);
    expect(pointNear(points, 99)?.x).toBe(20);
    expect(pointNear([], 1)).toBeUndefined();
  });
});

describe('smoothing', () => {
  it('is an average corrected for its start: (0.5 * 4 + 0.25 * 0) / 0.75 after 0, 4', () => {
    expect(smoothed([0, 4], 0.5)).toEqual([0, 2 / 0.75]);
  });

  it('leaves values that are no number where they are, and out of the average', () => {
    expect(smoothed([2, Number.NaN, 2], 0.9)).toEqual([2, Number.NaN, 2]);
  });

  it('of nothing leaves the values alone', () => {
    const values = [1, 5];
    expect(smoothed(values, 0)).toBe(values);
  });
});

describe('the band of several curves', () => {
  it('is their mean and one standard deviation to both sides, where all of them are', () => {
    const one = [0, 1, 2].map((x) => ({ x, y: 1 }));
    const other = [1, 2, 3].map((x) => ({ x, y: 3 }));
    const band = bandOf([one, other]);
    expect(band[0]?.x).toBe(1);
    expect(band.at(-1)?.x).toBe(2);
    expect(band[0]?.mean).toBe(2);
    expect(band[0]?.high).toBeCloseTo(2 + Math.SQRT2, 12);
    expect(band[0]?.low).toBeCloseTo(2 - Math.SQRT2, 12);
  });

  it('takes a curve for straight between its points', () => {
    const band = bandOf([
      [
        { x: 0, y: 0 },
        { x: 10, y: 10 },
      ],
    ]);
    expect(band.every(({ x, mean, low }) => Math.abs(mean - x) < 1e-9 && low === mean)).toBe(true);
  });

  it('is empty where the curves have no place in common', () => {
    expect(bandOf([[{ x: 0, y: 1 }], [{ x: 5, y: 1 }]])).toEqual([]);
  });
});
