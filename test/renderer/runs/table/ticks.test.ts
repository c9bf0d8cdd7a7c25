import { expect, it } from 'vitest';
import { Ticks } from '../../../../src-renderer/runs/table/ticks.svelte';

const lines = ['a', 'b', 'c', 'd', 'e'];
const table = {
  runIdsAt: async (first: number, last: number) => lines.slice(first, last + 1),
  foundIds: async () => lines,
};
const ticked = ({ ids }: Ticks) => [...ids].sort().join('');

it('a run is ticked alone, and with Shift all from the last one on, upwards as downwards', async () => {
  const ticks = new Ticks(table);
  await ticks.toggle('d', 3, false);
  expect(ticked(ticks)).toBe('d');
  await ticks.toggle('b', 1, true);
  expect(ticked(ticks)).toBe('bcd');
  await ticks.toggle('c', 2, false);
  expect(ticked(ticks)).toBe('bd');
  // A range takes ticks away where its end loses its own.
  await ticks.toggle('d', 3, true);
  expect(ticked(ticks)).toBe('b');
});

it('a range without a beginning is the one run', async () => {
  const ticks = new Ticks(table);
  await ticks.toggle('c', 2, true);
  expect(ticked(ticks)).toBe('c');
});

it('all that are found are ticked at once, and none of them again', async () => {
  const ticks = new Ticks(table);
  await ticks.toggleAll(false);
  expect(ticked(ticks)).toBe('abcde');
  await ticks.toggleAll(true);
  expect(ticked(ticks)).toBe('');
});
