import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { measuredColumn, numbersOf } from '../../../src-files/csv/numbers';
import { readRows } from '../../../src-files/csv/read-rows';
import { tableOf } from '../../../src-files/data/table';
import { table } from '../../../src-shared/experiment/data/table';

const sheets = join(import.meta.dirname, 'fixtures', 'sheets');
/** What pandas reads of them (write_odd_sheets.py). */
const pandas = JSON.parse(readFileSync(join(sheets, 'read.json'), 'utf8')) as Readonly<
  Record<string, readonly (number | string | null)[]>
>;

async function readSheet(name: string, settings: Record<string, unknown> = {}) {
  const csv = await readRows(join(sheets, name));
  const data = table.settings.parse({ dataset: 'table', path: name, target: 'y', ...settings });
  return tableOf({ ...csv, fileName: name }, table.layout(data));
}

describe('a workbook', () => {
  it('has nothing that is known where a formula has no result, and says where', async () => {
    const csv = await readRows(join(sheets, 'odd.xlsx'));
    const known = [...numbersOf(csv, 0, 'mask')].map((value) => (Number.isNaN(value) ? null : value));
    expect(known).toEqual(pandas.a);
    await expect(readSheet('odd.xlsx')).rejects.toThrow(
      "odd.xlsx, row 3, column a: #N/A is an error of a spreadsheet's formula, no value; every row needs a number here.",
    );
    expect((await readSheet('odd.xlsx', { missing: 'mean' })).notes.slice(-2)).toEqual([
      'odd.xlsx: 2 empty cells count as the mean of the column.',
      "odd.xlsx: errors of a spreadsheet's formulas count as empty cells (#N/A in a, row 3; #DIV/0! in a, row 5).",
    ]);
  });

  it('has numbers where texts write them with a decimal comma, and numbers of its own beside them', async () => {
    const csv = await readRows(join(sheets, 'odd.xlsx'));
    expect([...numbersOf(csv, 1)]).toEqual([1.5, 2.25, 1234.5, 0.5]);
    expect([...numbersOf(csv, 4)]).toEqual([1.5, 2.5, 3.5, 4.5]);
    expect(csv.notes.at(-1)).toContain('its numbers have a decimal comma, as 1900,82');
  });

  it('has times of day where it shows such, and not days of 1899', async () => {
    const csv = await readRows(join(sheets, 'odd.xlsx'));
    expect([0, 1, 2, 3].map((row) => csv.cell(row, 2))).toEqual(pandas.clock);
    expect([csv.cell(0, 3), csv.cell(3, 3)]).toEqual(['2020-01-01T07:00:00.000', '2020-01-04T07:00:00.000']);
  });
});

describe('durations of a workbook', () => {
  // openpyxl and pandas read them as timedeltas; Excel shows 36:30.
  it('are hours, and not days of 1899, beside times of day', async () => {
    const csv = await readRows(join(sheets, 'durations.xlsx'));
    for (const [column, name] of ['worked', 'pace'].entries()) {
      const { numbers, quantity } = measuredColumn(csv, column);
      expect([...numbers]).toEqual(pandas[name].map((hours) => expect.closeTo(Number(hours), 6)));
      expect(quantity?.unit).toBe('h');
    }
    expect([0, 1, 2, 3].map((row) => csv.cell(row, 2))).toEqual(pandas.clock);
    expect((await readSheet('durations.xlsx')).featureNames.slice(0, 2)).toEqual(['worked [h]', 'pace [h]']);
  });
});

describe('times of day', () => {
  it('are such in Parquet, whatever they are counted in', async () => {
    const csv = await readRows(join(sheets, 'clocks.parquet'));
    for (const [column, name] of ['millis', 'micros', 'nanos'].entries())
      expect([0, 1, 2, 3].map((row) => csv.cell(row, column) || null)).toEqual(pandas[name]);
  });

  // A quarter of a turn is the sine's most, half a turn the cosine's least.
  it('are the place in the day', () => {
    const text = 'at,y\n6:00,1\n12:00:00,2\n,3\n';
    const csv = parseCsv(new TextEncoder().encode(text), 'a.csv');
    const data = table.settings.parse({ dataset: 'table', path: 'a.csv', target: 'y', missing: 'mean' });
    const { featureNames, features, notes } = tableOf(csv, table.layout(data));
    expect(featureNames).toEqual(['at@day sine', 'at@day cosine']);
    expect([...features[0]]).toEqual([1, expect.closeTo(0, 6), Number.NaN]);
    expect([...features[1]]).toEqual([expect.closeTo(0, 6), -1, Number.NaN]);
    expect(notes[0]).toBe('a.csv: of these columns of times of day, the place in the day is an input: at.');
  });

  it.each(['24:00', '7:60', '7:30:61', '2020-01-01'])('are refused by row where one is none: %s', (cell) => {
    const csv = parseCsv(new TextEncoder().encode(`at,y\n6:00,1\n7:00,1\n${cell},2\n`), 'a.csv');
    const data = table.settings.parse({ dataset: 'table', path: 'a.csv', target: 'y' });
    expect(() => tableOf(csv, table.layout(data))).toThrow(
      `a.csv, row 4, column at: "${cell}" is no time as the others are, such as 13:30.`,
    );
  });
});
