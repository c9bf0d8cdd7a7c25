import { describe, expect, it } from 'vitest';
import { bandOf } from '../../../../src-renderer/charts/line/band';
import { curveLine } from '../../../../src-renderer/charts/line/curve-line';
import { pointNear } from '../../../../src-renderer/charts/line/drawing';
import { lineTable } from '../../../../src-renderer/charts/line/line-table';
import type { Curve } from '../../../../src-shared/data/series';

const plain = { isLogX: false, isLogY: false, range: undefined };
const legend = { key: 'a', label: 'A', look: 0 };

function curveOf(y: readonly number[], smoothed: readonly number[] = []): Curve {
  const x = y.map((_, index) => index);
  return {
    ...{ runId: 'a', x, y, smoothed, total: y.length, shown: y.length, lastId: 1, rewinds: 0 },
    nonPositive: y.filter((value) => value <= 0 && Number.isFinite(value)).length,
    notFinite: y.filter((value) => !Number.isFinite(value)).length,
  };
}

describe('drawing a curve', () => {
  it('counts values that are infinite or not a number, and keeps their place in the line', () => {
    const curve = curveOf([1, Number.POSITIVE_INFINITY, Number.NaN]);
    const { points, notFinite } = curveLine(curve, legend, plain);
    expect(points).toEqual([
      { x: 0, y: 1 },
      { x: 1, y: Number.POSITIVE_INFINITY },
      { x: 2, y: Number.NaN },
    ]);
    expect(notFinite).toBe(2);
  });

  it('counts, and never moves, what a logarithmic axis has no place for', () => {
    const drawing = curveLine(curveOf([0.1, 0, -2, 3]), legend, { ...plain, isLogY: true });
    expect(drawing.points.map(({ y }) => y)).toEqual([0.1, 3]);
    expect(drawing.withoutPlace).toBe(2);
    expect(curveLine(curveOf([5, 6]), legend, { ...plain, isLogX: true }).withoutPlace).toBe(1);
  });

  it('draws the same points again while it is only zoomed, and others by other axes or places', () => {
    const curve = curveOf([1, -2, 3]);
    const { points } = curveLine(curve, legend, plain);
    expect(curveLine(curve, legend, { ...plain, range: { from: 1, to: 2 } }).points).toBe(points);
    expect(curveLine(curve, legend, { ...plain, isLogY: true }).points.map(({ y }) => y)).toEqual([1, 3]);
    expect(curveLine({ ...curve, x: [5, 6, 7] }, legend, plain).points.map(({ x }) => x)).toEqual([5, 6, 7]);
  });

  it('counts a point that neither of two logarithmic axes has a place for once', () => {
    const both = { ...plain, isLogX: true, isLogY: true };
    expect(curveLine(curveOf([0, -1, -2, 3, -4, 5]), legend, both).withoutPlace).toBe(4);
    expect(curveLine(curveOf([Number.NaN, 1]), legend, both)).toMatchObject({
      withoutPlace: 0,
      notFinite: 1,
    });
  });

  it('keeps what was measured behind a smoothed line, by the same axes, and nothing twice where none is smoothed', () => {
    const smoothed = curveLine(curveOf([4, -1, 2], [4, 1.5, 1.75]), legend, { ...plain, isLogY: true });
    expect(smoothed.points.map(({ y }) => y)).toEqual([4, 1.5, 1.75]);
    expect(smoothed.rawPoints).toEqual([
      { x: 0, y: 4 },
      { x: 2, y: 2 },
    ]);
    expect(curveLine(curveOf([4, 2]), legend, plain)).not.toHaveProperty('rawPoints');
  });

  it('tells the newest value as it was measured, whatever is smoothed', () => {
    const drawing = curveLine(curveOf([0, 1], [0, 0.5]), legend, plain);
    expect(drawing.points.at(-1)?.y).toBe(0.5);
    expect(drawing.last).toBe(1);
  });

  it('draws the neighbours of the part that is shown, but does not count or tell them', () => {
    const range = { from: 1, to: 2 };
    const drawing = curveLine(curveOf([5, 6, 7, 8]), legend, { ...plain, isLogX: true, range });
    expect(drawing.points.map(({ x }) => x)).toEqual([1, 2, 3]);
    expect([drawing.withoutPlace, drawing.last]).toEqual([0, 7]);
    const { rows } = lineTable([{ ...legend, ...drawing }], { axis: 'step', range }, 'Value');
    expect(rows.map(([, x]) => x)).toEqual([1, 2]);
  });

  it('finds the drawn point nearest to the cursor', () => {
    const points = [0, 10, 20].map((x) => ({ x, y: x }));
    expect(pointNear(points, 14)?.x).toBe(10);
    expect(pointNear(points, 99)?.x).toBe(20);
    expect(pointNear([], 1)).toBeUndefined();
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
