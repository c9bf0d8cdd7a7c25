import { expect, test } from 'vitest';
import { fitsIn, nameFitsIn, tableWidths } from '../../../../src-renderer/runs/table/column-width';

const columns = [
  { path: 'test.nll', kind: 'number', source: 'metric' },
  { path: 'created', kind: 'time', source: 'run' },
] as const;

test('names take the room that the other columns leave, and never less than they can be read in', () => {
  const wide = tableWidths(columns, undefined, 1000);
  expect(wide.whole).toBe(1000);
  const narrow = tableWidths(columns, undefined, 100);
  expect(narrow.name).toBe(320);
  expect(narrow.columns).toEqual(wide.columns);
  expect(narrow.whole).toBe(narrow.choice + narrow.name + narrow.columns.reduce((a, b) => a + b));
});

test('a column that somebody has drawn stays as wide as it was drawn', () => {
  const drawn = tableWidths(columns, { created: 301, name: 200 }, 1000);
  expect([drawn.columns[1], drawn.name]).toEqual([301, 200]);
});

test('a score always has room for the mean and deviation that groups tell, so that no cell moves with the first grouping', () => {
  const [score = 0, moment = 0] = tableWidths(columns, undefined, 1000).columns;
  expect(fitsIn('0.512 ± 0.289', score)).toBe(true);
  expect(moment).toBeGreaterThan(score);
});

test('a text surely fits where letters as wide as they get would; what may be wider than it looks is cut', () => {
  expect([fitsIn('0.9123', 84), fitsIn('-1.23e+10', 84)]).toEqual([true, false]);
  expect([fitsIn('digits', 120), fitsIn('fashion-mnist-mmm', 120)]).toEqual([true, false]);
  // The usual width of its column: eighteen of the widest letters would need 270 pixels.
  expect(fitsIn('21 Nov 2023, 20:49', 164)).toBe(true);
  expect(fitsIn('数字', 120)).toBe(false);
  // Somebody has drawn the column as narrow as it goes.
  expect(fitsIn('0.9123', 48)).toBe(false);
});

test('a run’s name surely fits where its column leaves as much beside its line and buttons', () => {
  expect([nameFitsIn('Run 1', 320), nameFitsIn('Run 1', 150)]).toEqual([true, false]);
  const long = 'A name that is longer than usual columns';
  expect([nameFitsIn(long, 320), nameFitsIn(long, 900)]).toEqual([false, true]);
});

test('on a large screen texts get room before they are cut, whatever else has been drawn', () => {
  const text = { path: 'model.kind', kind: 'text', source: 'parameter' } as const;
  const of = (boxWidth: number, drawn?: Record<string, number>) =>
    tableWidths([...columns, text], drawn, boxWidth);
  expect(of(3500).columns[2]).toBeGreaterThan((of(700).columns[2] ?? 0) + 100);
  expect(of(3500).whole).toBe(3500);
  expect(of(3500, { created: 400 }).columns[2]).toBe(of(3500).columns[2]);
});
