import { expect, test } from 'vitest';
import { measureColumns } from '../../../src-workers/data/measure-columns';
import { measureStandardisation } from '../../../src-workers/data/standardisation';
import { shuffledIndices } from '../../../src-workers/random/shuffle';

test.each([1, 7, 8, 9, 20])('%i columns at once are measured to the bits of one after the other', (width) => {
  const rows = 500;
  const columns = Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: rows }, (_row, row) =>
      (row + column) % 7 === 0 ? Number.NaN : Math.sin(row * (column + 1)) * 10 ** (column % 5),
    ),
  );
  // A column of which nothing is known, and one that is the same in all rows.
  if (width > 2) columns[1].fill(Number.NaN);
  if (width > 2) columns[2].fill(3);
  const positions = shuffledIndices(rows, 3, 'split', 0).slice(0, 400);
  expect(measureColumns(columns, positions)).toEqual(
    columns.map((values) => measureStandardisation(values, positions)),
  );
});
