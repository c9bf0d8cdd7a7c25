import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { readRows } from '../../../src-files/csv/read-rows';
import { tableLook } from '../../../src-files/look/look-at-table';
import { plainWishes } from '../../../src-files/look/look-wishes';

const fixtures = join(import.meta.dirname, 'fixtures');

interface PandasFacts {
  readonly rows: number;
  readonly duplicated: number;
  readonly columns: Readonly<Record<string, Readonly<Record<string, number | readonly number[]>>>>;
  readonly frequent: readonly (readonly [string, number])[];
}

const look = (text: string, target?: string) =>
  tableLook(parseCsv(new TextEncoder().encode(text), 'a.csv'), { ...plainWishes, target });

describe('a look at a table', () => {
  const pandas: PandasFacts = JSON.parse(readFileSync(join(fixtures, 'look.json'), 'utf8'));
  const file = join(fixtures, 'table.csv');

  it('says of each column what pandas says', async () => {
    const found = tableLook(await readRows(file));
    expect(found.rows).toBe(pandas.rows);
    for (const { name, empty, different, holds } of found.columns) {
      const { empty: gaps, different: unique, histogram, ...numbers } = pandas.columns[name];
      expect([empty, different], name).toEqual([gaps, unique]);
      if (histogram === undefined) expect(holds.kind, name).not.toBe('numbers');
      else
        expect(holds, name).toEqual({
          kind: 'numbers',
          histogram,
          ...Object.fromEntries(
            Object.entries(numbers).map(([key, value]) => [key, expect.closeTo(Number(value), 8)]),
          ),
        });
    }
    expect(found.columns.map(({ holds }) => holds.kind)).toEqual([
      'numbers',
      'numbers',
      'texts',
      'numbers',
      'times',
      'numbers',
    ]);
    expect(found.columns[2].holds).toEqual({
      kind: 'texts',
      frequent: pandas.frequent.map(([text, rows]) => ({ text, rows })),
    });
    expect(found.columns[4].holds).toEqual({
      kind: 'times',
      first: '2020-02-28',
      last: '2020-12-23',
    });
  });

  it('tells which columns a run leaves out by itself', () => {
    const rows = Array.from(
      { length: 30 },
      (_, row) => `title ${row} of ${row * 7}b,${row % 2 ? 'red' : 'blue'},${row * row}`,
    );
    const { columns } = look(`key,colour,y\n${rows.join('\n')}\n`);
    expect(columns.map(({ namesRows }) => namesRows)).toEqual([true, undefined, undefined]);
  });

  it('tells from when to when times of day are, and errors of formulas that count as empty', () => {
    const { columns, odd } = look('at,a\n7:30,1\n23:59:30,#N/A\n0:00,3\n');
    expect(columns[0].holds).toEqual({ kind: 'times', first: '00:00:00', last: '23:59:30' });
    expect(columns[1].empty).toBe(1);
    expect(odd.at(1)).toBe(
      "Column a: 1 cell holds an error of a spreadsheet's formula (row 3: #N/A), which counts as empty; mend the sheet if there should be values.",
    );
  });

  it('names rows that stand twice and columns that say the same', async () => {
    const { odd } = tableLook(await readRows(file));
    expect(odd).toEqual([
      `There are empty cells in weight (${pandas.columns.weight.empty}); for inputs “Empty cells” (data.missing) says what they are, else a run refuses them.`,
      expect.stringMatching(/^Columns length and in inches say the same \(correlation beyond ±0\.99999\)/),
      `${pandas.duplicated} rows stand in the file before already (row 5 and row 302); drawn into different parts, they are trained and tested on.`,
    ]);
  });

  it('names what says the target by itself', async () => {
    const { odd } = tableLook(await readRows(file), { ...plainWishes, target: 'length' });
    expect(odd[0]).toBe(
      'Column in inches says length by itself (correlation 1.0000); known only afterwards, it should be left out.',
    );
    const rows = Array.from(
      { length: 40 },
      (_, row) => `${row % 4},${row % 7},${row % 4 < 2 ? 'ill' : 'well'}`,
    );
    expect(look(`ward,day,state\n${rows.join('\n')}\n`, 'state').odd[0]).toBe(
      'Column ward decides state by itself in every row; known only afterwards, it should be left out.',
    );
  });

  it.each([
    [
      'a,y\n1,2\nx,3\n4,5\n',
      'Column a: 1 of 3 cells is no number (row 3: "x"); mend them, empty them (data.missing), or leave the column out.',
    ],
    ['a,y\n,2\n,3\n', 'Column a holds nothing; leave it out.'],
    ['a,y\n5,2\n5,3\n', 'Column a says the same in every row; it tells a network nothing.'],
    [
      'i,y\n0,2\n1,4\n2,3\n',
      'Column i counts the rows; leave it out, or write the file without it (pandas: index=False).',
    ],
    [
      `a,y\n${Array.from({ length: 200 }, (_, row) => `${row % 2},${(row * 7) % 11}`).join('\n')}\n999,3\n`,
      'Column a: 999 is 14 standard deviations from the mean; a slip of the pen, a code for “unknown”, or a long tail?',
    ],
    [
      `a,y\n${Array.from({ length: 202 }, (_, row) => `n${row % 101},${(row * 7) % 11}`).join('\n')}\n`,
      'Column a holds 101 different texts, too many for categories (100); if it names rows, leave it out.',
    ],
    [
      `a,y\n${Array.from({ length: 30 }, (_, row) => `n${row},${(row * 7) % 11}`).join('\n')}\n`,
      'Column a is left out, as its texts name single rows (30 different ones): nothing that a network learns of one holds for another.',
    ],
    [
      `a,y\n${Array.from({ length: 30 }, (_, row) => `n${row % 20},${(row * 7) % 11}`).join('\n')}\n`,
      'Column a has 20 different texts, most of them of one row alone, from which a network learns nothing for other rows; leave it out, or write fewer.',
    ],
    [
      `a,y\n${Array.from({ length: 30 }, (_, row) => `${(row * 7) % 30},${(row * 7) % 11}`).join('\n')}\n`,
      'Column a numbers the rows, each whole number from 0 to 29 once; leave it out if it tells nothing else.',
    ],
    [
      `user_id,y\n${Array.from({ length: 30 }, (_, row) => `${row * row + 1000},${(row * 7) % 11}`).join('\n')}\n`,
      'Column user_id has another whole number in each row, as an id has; leave it out if it is one.',
    ],
    // What a run would refuse.
    [
      'at,y\n13:30,1\n24:00,2\n7:15,3\n',
      'A run refuses this: row 3, column at: "24:00" is no time as the others are, such as 13:30.',
    ],
    [
      'on,y\n2026-02-28,1\n2026-02-30,2\n2026-03-01,3\n',
      'A run refuses this: row 3, column on: "2026-02-30" is no time as the others are, such as 2026-11-28 or 2026-11-28T13:30.',
    ],
    [
      'on,y\n2026-02-28,1\n28.03.2026,2\n2026-03-01,3\n',
      'A run refuses this: row 3, column on: "28.03.2026" is no time as the others are, such as 2026-11-28 or 2026-11-28T13:30.',
    ],
    [
      'on,y\n3/4/2026,1\n4/4/2026,2\n',
      'A run refuses this: column on holds days (3/4/2026) whose day and month nobody can tell apart for sure; write them as 2026-11-28.',
    ],
  ])('finds what is odd, case %#', (text, sentence) => {
    expect(look(text).odd).toContain(sentence);
  });

  it('finds classes of few rows, and rows without a target', () => {
    const rows = Array.from(
      { length: 30 },
      (_, row) => `${(row * row) % 17},${row === 5 ? '' : row < 4 ? 'rare' : 'usual'}`,
    );
    const { odd } = look(`a,kind\n${rows.join('\n')}\n`, 'kind');
    expect(odd[0]).toBe('1 row has no kind; every row needs what is to be predicted.');
    expect(odd).toContain(
      'Of a class there are fewer than 10 rows: rare (4); it is hardly learned or tested.',
    );
    expect(odd).toContain(
      'Of so few rows a run with the usual shares takes to train, validate and test: rare 2, 1 and 1 (data.leastPerClass, in the window “Rows of each class at least”).',
    );
  });

  it('is of nothing odd where nothing is', () => {
    expect(look('a,b,y\n1,red,2.5\n4,blue,3\n2,red,9\n7,blue,1\n').odd).toEqual([]);
  });
});
