import { expect, it } from 'vitest';
import { groupSaid } from '../../src-main/store/run-groups';
import type { TableRow } from '../../src-main/store/run-table';
import type { CellValue } from '../../src-shared/runs/run-table';
import { spreadOf } from '../../src-shared/study/study-results';

function rowsOf(values: readonly (CellValue | undefined)[]): readonly TableRow[] {
  return values.map((value, key) => {
    const flat = new Map(value === undefined ? [] : [['test.nll', value]]);
    return { key, flat } as never as TableRow;
  });
}

const spreadIn = (values: readonly (CellValue | undefined)[]) =>
  groupSaid(rowsOf(values), 0, ['test.nll']).spreads[0];

it('a group has the spread of its finite numbers, whatever else its runs have there', () => {
  // Deviations of 2 and 6 from their mean of 4: the square root of (4 + 4) / 1.
  expect(spreadIn([2, Number.NaN, 6, undefined, 'none', Infinity])).toEqual({
    ...{ mean: 4, std: Math.sqrt(8), min: 2, max: 6, count: 2 },
  });
  expect(spreadIn([3])).toEqual({ mean: 3, std: undefined, min: 3, max: 3, count: 1 });
  expect(spreadIn([undefined, Number.NaN])).toBeUndefined();
});

it('a shorter group after a longer one has nothing of that', () => {
  const many = Array.from({ length: 100 }, (_, place) => Math.sin(place));
  expect(spreadIn(many)).toEqual(spreadOf(many));
  expect(spreadIn(many.slice(0, 7))).toEqual(spreadOf(many.slice(0, 7)));
});
