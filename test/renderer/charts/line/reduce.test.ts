import { describe, expect, it } from 'vitest';
import { reduceIndices } from '../../../../src-renderer/charts/line/reduce';

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
