import { expect, test } from 'vitest';
import { ColumnList, type ColumnsOfRun } from '../../src-main/store/run-column-list';
import type { CellValue } from '../../src-shared/runs/run-table';
import { seededRandom } from './generate-store';

/** A run's values, which count how often somebody looks at all of them. */
class WatchedValues extends Map<string, CellValue> {
  looks = 0;

  override [Symbol.iterator]() {
    this.looks += 1;
    return super[Symbol.iterator]();
  }
}

interface WatchedRun extends ColumnsOfRun {
  readonly flat: WatchedValues;
}

function run(values: Record<string, CellValue>, metrics: Record<string, number> = {}): WatchedRun {
  return { flat: new WatchedValues(Object.entries({ ...values, ...metrics })), summary: { metrics } };
}

function manyRuns(count: number): Map<number, WatchedRun> {
  const runs = Array.from(
    { length: count },
    (_, key) => [key, run({ status: 'finished', seed: key })] as const,
  );
  return new Map(runs);
}

test('a run that changes is looked at alone, and the columns say what it has become', () => {
  const list = new ColumnList();
  const rows = manyRuns(100);
  list.columns(rows);
  const before = [...rows.values()];
  for (const { flat } of before) flat.looks = 0;
  rows.set(7, run({ status: 'running', seed: 7 }));
  expect(list.columns(rows).find(({ path }) => path === 'status')?.distinct).toBe(2);
  expect(before.filter(({ flat }) => flat.looks > 0)).toEqual([before[7]]);
});

test('they are looked at in turns of so many runs, and what was looked at is not looked at again', () => {
  const list = new ColumnList();
  const rows = manyRuns(25);
  expect([list.count(rows, 10), list.count(rows, 10), list.count(rows, 10)]).toEqual([true, true, false]);
  list.columns(rows);
  expect([...rows.values()].map(({ flat }) => flat.looks)).toEqual(Array.from({ length: 25 }, () => 1));
});

test('a column that is measured, of several kinds of values, or in no run any more is said to be so', () => {
  const list = new ColumnList();
  const rows = new Map([
    [1, run({ flag: true, tags: ['a', 'b'] }, { 'test.nll': Number.NaN })],
    [2, run({ flag: 'maybe', tags: ['a'] }, { 'test.nll': 2 })],
  ]);
  const told = (path: string) => list.columns(rows).find((column) => column.path === path);
  expect(told('test.nll')).toEqual({ path: 'test.nll', kind: 'number', source: 'metric', distinct: 2 });
  expect(told('tags')).toMatchObject({ kind: 'list', source: 'run', distinct: 2 });
  expect(told('flag')).toMatchObject({ kind: 'text', source: 'parameter', distinct: 2 });
  rows.delete(2);
  expect(told('flag')).toMatchObject({ kind: 'flag', distinct: 1 });
  rows.set(1, run({ tags: [] }));
  expect([told('flag'), told('test.nll')]).toEqual([undefined, undefined]);
});

test('after whatever has come, changed and gone it says what one says that sees the runs for the first time', () => {
  const random = seededRandom(5);
  const pick = <Value>(...values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const some = () =>
    run(
      { a: pick<CellValue>(0, -0, 1, '1', true, ['1']), ...(random() < 0.5 ? { b: pick('x', 'y') } : {}) },
      random() < 0.3 ? { c: pick(1, Number.NaN) } : {},
    );
  const list = new ColumnList();
  const rows = new Map<number, WatchedRun>();
  for (let turn = 0; turn < 200; turn++) {
    const key = Math.floor(random() * 12);
    if (random() < 0.3) rows.delete(key);
    else rows.set(key, some());
    expect(list.columns(rows)).toEqual(new ColumnList().columns(rows));
  }
});
