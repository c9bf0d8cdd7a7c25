import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TableRow } from '../../src-main/store/run-table';
import { warmTable } from '../../src-main/store/warm-table';
import { FailedError } from '../../src-shared/errors';
import { ownColumns } from '../../src-shared/runs/run-columns';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const summary = { annotations: { archived: false }, metrics: {}, id: 'one' };
const row = { summary, flat: new Map([['status', 'finished']]) } as never as TableRow;

/** How often a table of so many runs is read while it is warmed up. */
function readings(runs: number): number {
  const rows = Array.from({ length: runs }, () => row);
  const table = vi.fn(() => ({ rows, paths: ownColumns, studies: new Map() }));
  warmTable(table);
  vi.runAllTimers();
  return table.mock.calls.length;
}

it('asks a long table several times, which its own columns can answer, and a short one nothing', () => {
  expect(readings(2000)).toBe(6);
  expect(readings(1999)).toBe(1);
});

it('a table that cannot be read stops it, and nothing else', () => {
  const table = vi.fn(() => {
    throw new FailedError('The disk is gone.');
  });
  warmTable(table);
  expect(() => vi.runAllTimers()).not.toThrow();
  expect(table).toHaveBeenCalledTimes(1);
});
