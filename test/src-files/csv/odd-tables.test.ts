import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellsOfColumns, gapsIn } from '../../../src-files/csv/column-cells';
import type { ColumnCells } from '../../../src-files/csv/column-contents';
import { type Csv, parseCsv } from '../../../src-files/csv/csv';
import { holdsTimes, timesIn } from '../../../src-files/data/date-column';
import { isText } from '../../../src-files/data/feature-columns';

const odd = join(import.meta.dirname, 'fixtures', 'odd');

interface Column {
  readonly kind: 'numbers' | 'texts' | 'times';
  /** None where pandas has a missing value. */
  readonly values: readonly (number | string | null)[];
}

/** What pandas reads of each file (write_odd_tables.py). */
const read: Readonly<Record<string, Readonly<Record<string, Column>>>> = JSON.parse(
  readFileSync(join(odd, 'read.json'), 'utf8'),
);

/** A column as a run reads it. */
function columnOf(csv: Csv, cells: ColumnCells): Column {
  const known = (values: Float64Array) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  if (holdsTimes(csv, cells.column, cells))
    return { kind: 'times', values: known(timesIn(csv, cells.column, cells, true)) };
  if (!isText(cells)) return { kind: 'numbers', values: known(cells.numbers) };
  const gaps = new Set(gapsIn(cells).map(({ text }) => text));
  const texts = Array.from({ length: csv.rows }, (_, row) => csv.cell(row, cells.column).trim());
  return { kind: 'texts', values: texts.map((text) => (gaps.has(text) ? null : text)) };
}

describe('a table as people have it', () => {
  test.each(Object.keys(read))('%s.csv is what pandas reads of it', (name) => {
    const csv = parseCsv(readFileSync(join(odd, `${name}.csv`)), name);
    const cells = cellsOfColumns(csv, [...csv.header.keys()]);
    expect(csv.header.map((header) => header.trim())).toEqual(Object.keys(read[name]));
    const columns = cells.map((one) => columnOf(csv, one));
    expect(columns).toEqual(Object.values(read[name]));
  });
});
