import { expect, it } from 'vitest';
import { wholeSpacings } from '../../../src-renderer/charts/ticks';

function kept(values: readonly number[]): number[] {
  return wholeSpacings(values.map((value) => ({ value }))).map(({ value }) => value);
}

it('drops the tick at the end of the data where it stands between two round values', () => {
  expect(kept([0, 50, 100, 150, 200, 209])).toEqual([0, 50, 100, 150, 200]);
  expect(kept([0, 0.1, 0.2, 0.30000000000000004, 0.35])).toEqual([0, 0.1, 0.2, 0.30000000000000004]);
});

it('keeps ticks that are all round, and those too few to judge', () => {
  expect(kept([0, 200, 400, 600])).toEqual([0, 200, 400, 600]);
  expect(kept([0, 7])).toEqual([0, 7]);
});
