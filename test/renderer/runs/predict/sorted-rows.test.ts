import { expect, test } from 'vitest';
import { doubtColumn, shownColumns, sortedRows } from '../../../../src-renderer/runs/predict/sorted-rows';

const rows = [
  ['b.png', 10, 0.5],
  ['a.png', 9, 0.5],
  ['c.png', 100, 0.1],
];
const files = (sorted: readonly (readonly (string | number)[])[]) => sorted.map(([file]) => file);

test('rows are sorted by texts or numbers, either way, and equals stay in their order', () => {
  expect(files(sortedRows(rows, 0, false))).toEqual(['a.png', 'b.png', 'c.png']);
  expect(files(sortedRows(rows, 1, false))).toEqual(['a.png', 'b.png', 'c.png']);
  expect(files(sortedRows(rows, 1, true))).toEqual(['c.png', 'b.png', 'a.png']);
  expect(files(sortedRows(rows, 2, true))).toEqual(['b.png', 'a.png', 'c.png']);
});

test('they begin by their doubt, whatever it is called', () => {
  expect(doubtColumn(['file', 'predicted', 'p_a', 'entropy_nats', 'aleatoric_nats'])).toBe(3);
  expect(doubtColumn(['row', 'mean', 'std', 'std_aleatoric'])).toBe(2);
  expect(doubtColumn(['file', 'class'])).toBeUndefined();
});

test('of many classes single probabilities are left to the file', () => {
  const columns = ['file', 'predicted', 'p_a', 'p_b', 'entropy_nats', 'calibrated_p_a'];
  expect(shownColumns(columns, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(shownColumns(columns, 4)).toEqual([0, 1, 4]);
});
