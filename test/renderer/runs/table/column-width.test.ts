import { expect, test } from 'vitest';
import { tableWidths } from '../../../../src-renderer/runs/table/column-width';

const columns = [
  { path: 'test.nll', kind: 'number' },
  { path: 'created', kind: 'time' },
] as const;

test('names take the room that the other columns leave, and never less than they can be read in', () => {
  const wide = tableWidths(columns, undefined, 1000);
  expect(wide.whole).toBe(1000);
  const narrow = tableWidths(columns, undefined, 100);
  expect(narrow.name).toBe(280);
  expect(narrow.columns).toEqual(wide.columns);
  expect(narrow.whole).toBe(narrow.choice + narrow.name + narrow.columns.reduce((a, b) => a + b));
});

test('a column that somebody has drawn stays as wide as it was drawn', () => {
  const drawn = tableWidths(columns, { created: 301, name: 200 }, 1000);
  expect([drawn.columns[1], drawn.name]).toEqual([301, 200]);
});
