import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TableRow } from '../../src-main/store/run-table';
import { warmTable } from '../../src-main/store/warm-table';
import { FailedError } from '../../src-shared/errors';
import { ownColumns } from '../../src-shared/runs/run-columns';
import type { CellValue, RunColumn } from '../../src-shared/runs/run-table';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const column = (path: string, source: RunColumn['source'], distinct: number): RunColumn => ({
  path,
  kind: 'number',
  source,
  distinct,
});
const columns = [
  column('name', 'run', 4000),
  column('training.samples', 'parameter', 4),
  column('training.epochs', 'parameter', 1),
  column('test.nll', 'metric', 4000),
  column('validation.nll', 'metric', 4000),
];

/** Each run has a name of its own. */
function rowsOf(runs: number): readonly TableRow[] {
  return Array.from({ length: runs }, (_, key) => {
    const summary = { annotations: { archived: false }, metrics: {}, id: `run-${key}` };
    return {
      key,
      summary,
      flat: new Map<string, CellValue>([
        ['status', 'finished'],
        ['name', `Run ${key}`],
      ]),
    } as never;
  });
}

/** A table of so many runs, and what is done to it while it is warmed up. */
function coldTable(runs: number) {
  const rows = rowsOf(runs);
  const done: string[] = [];
  let unprepared = 2;
  const asked = vi.fn(() => ({ rows, paths: ownColumns, studies: new Map() }));
  const stored = {
    prepareColumns: () => {
      done.push('columns');
      return unprepared-- > 0;
    },
    columns: () => columns,
    valuesOf: (path: string) => {
      done.push(path);
      return () => undefined;
    },
  };
  return { asked, stored, done };
}

it('asks a long table several times, which its own columns can answer, and a short one nothing', () => {
  const [long, short] = [coldTable(2000), coldTable(1999)];
  for (const table of [long, short]) warmTable(table);
  vi.runAllTimers();
  expect([long.asked.mock.calls.length, short.asked.mock.calls.length]).toEqual([7, 1]);
  expect(short.done).toEqual([]);
});

it('looks at the columns in turns, and then reads those by which people filter, sort and group', () => {
  const table = coldTable(2000);
  warmTable(table);
  vi.runAllTimers();
  expect(table.done).toEqual(['columns', 'columns', 'columns', 'training.samples', 'test.nll']);
});

it('does one thing at a time, so that a question that comes between waits for no more than that', () => {
  const table = coldTable(2000);
  warmTable(table);
  const before = () => table.asked.mock.calls.length + table.done.length;
  while (vi.getTimerCount() > 0) {
    const known = before();
    vi.advanceTimersToNextTimer();
    // The first turn sees how long the table is too; the last of the columns goes on to the first that is read.
    expect(before() - known).toBeLessThanOrEqual(2);
  }
  expect(table.done.length).toBeGreaterThan(0);
});

it('a table that cannot be read stops it, and nothing else', () => {
  const asked = vi.fn(() => {
    throw new FailedError('The disk is gone.');
  });
  warmTable({ ...coldTable(0), asked });
  expect(() => vi.runAllTimers()).not.toThrow();
  expect(asked).toHaveBeenCalledTimes(1);
});
