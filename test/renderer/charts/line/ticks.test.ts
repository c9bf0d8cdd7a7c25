import { expect, it } from 'vitest';
import { roundTicks } from '../../../../src-renderer/charts/line/ticks';

function shown(values: readonly number[], leastApart: number): number[] {
  const ticks = values.map((value) => ({ value }));
  return roundTicks(ticks, leastApart).map(({ value }) => value);
}

it('shows round values alone where the text of the end would run into the last of them', () => {
  expect(shown([0, 50, 100, 150, 200, 209], 30)).toEqual([0, 50, 100, 150, 200]);
  expect(shown([0, 0.1, 0.2, 0.30000000000000004, 0.35], 0.06)).toEqual([0, 0.1, 0.2, 0.30000000000000004]);
});

it('brings back the round value that gave way to the end of the data', () => {
  expect(shown([0, 500, 1000, 1500, 2000, 2506], 300)).toEqual([0, 500, 1000, 1500, 2000, 2500]);
});

it('shows the end of the data as well where there is room for its text', () => {
  expect(shown([0, 500, 1000, 1500, 2000, 2410], 300)).toEqual([0, 500, 1000, 1500, 2000, 2410]);
});

it('keeps ticks that are all round, and those too few to judge', () => {
  expect(shown([0, 200, 400, 600], 100)).toEqual([0, 200, 400, 600]);
  expect(shown([0, 7], 100)).toEqual([0, 7]);
});
