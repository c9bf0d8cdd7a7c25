import { expect, it } from 'vitest';
import { Ticks } from '../../../../src-renderer/runs/table/ticks.svelte';
import type { RunGroup } from '../../../../src-shared/runs/run-table';

const lines = ['a', 'b', 'c', 'd', 'e'];
const table = {
  runIdsAt: async (first: number, last: number) => lines.slice(first, last + 1),
  foundIds: async () => lines,
  idsOfGroup: async ({ first, runs }: Pick<RunGroup, 'first' | 'runs'>) => lines.slice(first, first + runs),
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

it('a group’s runs are ticked together, also where some are already, and none of them again', async () => {
  const ticks = new Ticks(table);
  const group = { values: [], first: 1, runs: 3, spreads: [] };
  await ticks.toggle('a', 0, false);
  await ticks.toggle('c', 2, false);
  await ticks.toggleGroup(group);
  expect(ticked(ticks)).toBe('abcd');
  await ticks.toggleGroup(group);
  expect(ticked(ticks)).toBe('a');
});
