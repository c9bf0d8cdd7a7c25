import { expect, it, onTestFinished } from 'vitest';
import type { RunTable } from '../../../../src-renderer/runs/table/table.svelte';
import { Ticks } from '../../../../src-renderer/runs/table/ticks.svelte';
import type { RunGroup } from '../../../../src-shared/runs/run-table';

let lines = ['a', 'b', 'c', 'd', 'e'];
const table = {
  view: { query: '' } as never as RunTable['view'],
  get matched() {
    return lines.length;
  },
  runIdsBetween: async (one: string, other: string) => {
    const [first = 0, last = 0] = [lines.indexOf(one), lines.indexOf(other)].sort((a, b) => a - b);
    return lines.slice(first, last + 1);
  },
  foundIds: async () => lines,
  idsOfGroup: async ({ first, runs }: Pick<RunGroup, 'first' | 'runs'>) => lines.slice(first, first + runs),
};
const ticked = ({ ids }: Ticks) => [...ids].sort().join('');

it('a run is ticked alone, and with Shift all from the last one on, upwards as downwards', async () => {
  const ticks = new Ticks(table);
  await ticks.toggle('d', false);
  expect(ticked(ticks)).toBe('d');
  await ticks.toggle('b', true);
  expect(ticked(ticks)).toBe('bcd');
  await ticks.toggle('c', false);
  expect(ticked(ticks)).toBe('bd');
  // A range takes ticks away where its end loses its own.
  await ticks.toggle('d', true);
  expect(ticked(ticks)).toBe('b');
});

it('a range begins at the run that was ticked last, wherever sorting has put it since', async () => {
  const before = lines;
  onTestFinished(() => {
    lines = before;
  });
  const ticks = new Ticks(table);
  await ticks.toggle('a', false);
  lines = ['c', 'a', 'e', 'b', 'd'];
  await ticks.toggle('b', true);
  expect(ticked(ticks)).toBe('abe');
});

it('a range without a beginning is the one run', async () => {
  const ticks = new Ticks(table);
  await ticks.toggle('c', true);
  expect(ticked(ticks)).toBe('c');
});

it('all that are found are ticked at once, and none of them again', async () => {
  const ticks = new Ticks(table);
  await ticks.toggleAll();
  expect([ticked(ticks), ticks.areAllTicked()]).toEqual(['abcde', true]);
  await ticks.toggleAll();
  expect([ticked(ticks), ticks.areAllTicked()]).toEqual(['', false]);
});

it('as many ticks as runs are found are not all of them: others were ticked by another query', async () => {
  const before = lines;
  onTestFinished(() => {
    lines = before;
  });
  const ticks = new Ticks(table);
  await ticks.toggleAll();
  lines = ['f', 'g'];
  expect(ticks.areAllTicked()).toBe(false);
  await ticks.toggleAll();
  expect([ticked(ticks), ticks.areAllTicked()]).toEqual(['abcdefg', true]);
  await ticks.toggleAll();
  expect(ticked(ticks)).toBe('abcde');
});

it('a group’s runs are ticked together, also where some are already, and none of them again', async () => {
  const ticks = new Ticks(table);
  const group = { values: [], first: 1, runs: 3, spreads: [] };
  await ticks.toggle('a', false);
  await ticks.toggle('c', false);
  await ticks.toggleGroup(group);
  expect(ticked(ticks)).toBe('abcd');
  await ticks.toggleGroup(group);
  expect(ticked(ticks)).toBe('a');
});
