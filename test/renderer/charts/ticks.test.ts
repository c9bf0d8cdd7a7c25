import { expect, it } from 'vitest';
import { wholeSpacings } from '../../../src-renderer/charts/ticks';

function kept(values: readonly number[], leastApart: number): number[] {
  const ticks = values.map((value) => ({ value }));
  return wholeSpacings(ticks, leastApart).map(({ value }) => value);
}

it('drops the tick at the end of the data where its text would run into that of a round value', () => {
  expect(kept([0, 50, 100, 150, 200, 209], 30)).toEqual([0, 50, 100, 150, 200]);
  expect(kept([0, 0.1, 0.2, 0.30000000000000004, 0.35], 0.06)).toEqual([0, 0.1, 0.2, 0.30000000000000004]);
});

it('keeps the tick at the end of the data where there is room for its text', () => {
  expect(kept([0, 500, 1000, 1500, 2000, 2424], 300)).toEqual([0, 500, 1000, 1500, 2000, 2424]);
});

it('keeps ticks that are all round, and those too few to judge', () => {
  expect(kept([0, 200, 400, 600], 100)).toEqual([0, 200, 400, 600]);
  expect(kept([0, 7], 100)).toEqual([0, 7]);
});
