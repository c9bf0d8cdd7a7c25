import { describe, expect, it } from 'vitest';
import { reduceIndices } from '../../../../src-renderer/charts/line/reduce';
import {
  addPoints,
  positionOf,
  recentMedian,
  type Series,
} from '../../../../src-renderer/charts/line/series';

function seriesOf(values: readonly number[]): Series {
  return {
    name: 'train.loss',
    steps: values.map((_, index) => index),
    epochs: values.map((_, index) => index / 10),
    times: values.map((_, index) => 5000 + index * 500),
    values: [...values],
  };
}

describe('reducing a curve', () => {
  it('keeps every point while they fit', () => {
    expect(reduceIndices([3, 1, 2], 3)).toEqual([0, 1, 2]);
  });

  it('keeps the ends and each bucket’s lowest and highest, in order, so that no spike is lost', () => {
    // One bucket of the inner points 1 to 8: its lowest is at 6, its highest at 3.
    expect(reduceIndices([5, 5, 5, 9, 5, 5, 1, 5, 5, 5], 5)).toEqual([0, 3, 6, 9]);
  });

  it('keeps a value that is no number beside the extremes, so that a diverging run shows as one', () => {
    expect(reduceIndices([5, 4, Number.NaN, 6, 5, 5, 5, 5], 5)).toEqual([0, 1, 2, 3, 7]);
  });

  it('never keeps more than asked', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => Math.sin(index * 12.9898) * 43_758);
    const kept = reduceIndices(values, 300);
    expect(kept.length).toBeLessThanOrEqual(300);
    expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
    expect(Math.max(...kept.map((index) => values[index] ?? 0))).toBe(Math.max(...values));
  });
});

describe('series', () => {
  it('stand on steps, fractional epochs or seconds since the origin', () => {
    const series = seriesOf([1, 1, 1]);
    expect(positionOf(series, 2, 'step', 5000)).toBe(2);
    expect(positionOf(series, 2, 'epoch', 5000)).toBe(0.2);
    expect(positionOf(series, 2, 'time', 5000)).toBe(1);
  });

  it('gather points by name', () => {
    const all = new Map<string, Series>();
    const point = { step: 4, epoch: 0.5, time: 9 };
    addPoints(all, [
      { id: 1, name: 'a', value: 7, ...point },
      { id: 2, name: 'b', value: 8, ...point },
      { id: 3, name: 'a', value: 9, ...point, step: 5 },
    ]);
    expect(all.get('a')?.values).toEqual([7, 9]);
    expect(all.get('b')?.values).toEqual([8]);
  });

  it('of a run that went back come in the place of those it had measured before', () => {
    const all = new Map<string, Series>();
    const point = (step: number, value: number) => ({
      id: value,
      name: 'worker.0.stepMs',
      step,
      epoch: step / 10,
      time: value,
      value,
    });
    addPoints(all, [point(10, 1), point(20, 2), point(30, 3)]);
    addPoints(all, [point(20, 4), point(25, 5)]);
    expect(all.get('worker.0.stepMs')).toEqual({
      name: 'worker.0.stepMs',
      steps: [10, 20, 25],
      epochs: [1, 2, 2.5],
      times: [1, 4, 5],
      values: [1, 4, 5],
    });
  });

  it('have a median of their last finite values, which one slow first step does not move', () => {
    expect(recentMedian(seriesOf([100, 2, Number.NaN, 4]), 3)).toBe(3);
    expect(recentMedian(seriesOf([315, 3, 2.5]), 20)).toBe(3);
    expect(recentMedian(seriesOf([Number.NaN]), 3)).toBeUndefined();
    expect(recentMedian(undefined, 3)).toBeUndefined();
  });
});
