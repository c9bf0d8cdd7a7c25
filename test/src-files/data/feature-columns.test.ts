import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { tableOf } from '../../../src-files/data/table';
import { table } from '../../../src-shared/experiment/data/table';

function read(text: string, settings: Record<string, unknown> = {}) {
  const data = table.settings.parse({ dataset: 'table', path: 'a.csv', target: 'y', ...settings });
  return tableOf(parseCsv(new TextEncoder().encode(text), 'a.csv'), table.layout(data));
}

const columnsOf = ({ featureNames, features }: ReturnType<typeof read>) =>
  Object.fromEntries(featureNames.map((name, at) => [name, [...features[at]]]));

describe('the inputs of a table', () => {
  // As pandas.get_dummies makes them: categories in alphabetical order.
  it('are one for each text of a column of texts, told in a note', () => {
    const made = read('colour,a,new,y\nred,1,yes,2\nblue,2,no,3\nred,3,yes,4\n');
    expect(columnsOf(made)).toEqual({
      'colour=blue': [0, 1, 0],
      'colour=red': [1, 0, 1],
      a: [1, 2, 3],
      'new=no': [0, 1, 0],
      'new=yes': [1, 0, 1],
    });
    expect(made.areCategories).toEqual([true, true, false, true, true]);
    expect(made.notes).toEqual([
      'a.csv: of these columns of texts, each text is an input of its own: colour (2), new (2).',
    ]);
  });

  it('may miss cells where the settings say so', () => {
    const text = 'colour,a,y\nred,1,2\n,,3\nblue,nan,4\n';
    expect(columnsOf(read(text, { missing: 'mean' }))).toEqual({
      'colour=blue': [0, 0, 1],
      'colour=red': [1, 0, 0],
      a: [1, Number.NaN, Number.NaN],
    });
    const masked = read(text, { missing: 'mask' });
    expect(columnsOf(masked)).toEqual({
      'colour=blue': [0, 0, 1],
      'colour=red': [1, 0, 0],
      'colour=': [0, 1, 0],
      a: [1, Number.NaN, Number.NaN],
      'a=': [0, 1, 1],
    });
    expect(masked.notes.at(-1)).toBe('a.csv: 2 empty cells count as the mean of the column.');
  });

  // By hand: 2001-01-01 was a Monday, the first day of its year; 12:00 is half a day.
  it('are when it was and its place in year and week of a column of times, and in the day where hours are told', () => {
    const days = columnsOf(read('when,y\n2001-01-01,1\n2000-01-01,2\n'));
    expect(Object.keys(days)).toEqual([
      'when@years',
      'when@year sine',
      'when@year cosine',
      'when@week sine',
      'when@week cosine',
    ]);
    expect(days['when@years']).toEqual([expect.closeTo(366 / 365.2425, 12), 0]);
    expect(Object.values(days).map(([first]) => first)).toEqual(
      [366 / 365.2425, 0, 1, 0, 1].map((value) => expect.closeTo(value, 6)),
    );
    const hours = columnsOf(read('when,y\n2001-01-01 12:00,1\n,2\n', { missing: 'mean' }));
    expect(hours['when@day sine']).toEqual([expect.closeTo(0, 6), Number.NaN]);
    expect(hours['when@day cosine']).toEqual([-1, Number.NaN]);
  });

  it('are numbers of a column of years', () => {
    expect(columnsOf(read('year,y\n2020,1\n2021,2\n'))).toEqual({ year: [2020, 2021] });
  });

  const numberedNames = (rows: number, different: number) =>
    Array.from({ length: rows }, (_, row) => `name ${row % different},${row}`).join('\n');
  it('are none of texts that name single rows, told in a note', () => {
    const made = read(`a,b,y\n${numberedNames(101, 101).replaceAll(',', ',5,')}\n`);
    expect(made.featureNames).toEqual(['b']);
    expect(made.notes).toEqual([
      'a.csv: column a is left out, as its texts name single rows (101 different ones): nothing that a network learns of one holds for another.',
    ]);
    expect(() => read(`a,y\n${numberedNames(30, 30)}\n`)).toThrow(
      'a.csv: there is nothing to predict from, as texts of the columns a name single rows.',
    );
    // Of few rows, or where each stands several times, they are categories.
    expect(read(`a,y\n${numberedNames(10, 10)}\n`).featureNames).toHaveLength(10);
    expect(read(`a,y\n${numberedNames(60, 20)}\n`).featureNames).toHaveLength(20);
  });

  it('are told in the log where they count or number the rows', () => {
    const counted = Array.from({ length: 30 }, (_, row) => `${row},${(row * 7) % 30},${row % 4}`).join('\n');
    expect(read(`i,j,y\n${counted}\n`).notes).toEqual([
      'a.csv: column i counts the rows; leave it out, or write the file without it (pandas: index=False).',
      'a.csv: column j numbers the rows, each whole number from 0 to 29 once; leave it out if it tells nothing else.',
    ]);
  });

  it.each([
    ['a,y\n1,2\nx,3\n', {}, 'a.csv, row 3, column a: "x" is no number.'],
    [
      'a,y\nred,2\n,3\n',
      {},
      'a.csv, row 3, column a: the cell is empty; every row needs a category here. A column that is no input can be left out (data.leaveOut, in the window “Columns to leave out”). What an empty cell of an input is, data.missing can say (in the window “Empty cells”).',
    ],
    ['a,y\n1,2\n,3\n', {}, 'a.csv, row 3, column a: the cell is empty; every row needs a number here.'],
    ['a,b,y\n,1,2\n,1,3\n', { missing: 'mean' }, 'a.csv: column a holds nothing.'],
    [
      'a,y\n2020-01-01,2\n02.01.2020,3\n',
      {},
      'a.csv, row 3, column a: "02.01.2020" is no time as the others are, such as 2026-11-28 or 2026-11-28T13:30.',
    ],
    [
      'a,y\nunknown,2\n2020-01-01,3\n2020-01-02,4\n',
      {},
      'a.csv, row 2, column a: "unknown" is no time as the others are, such as 2026-11-28 or 2026-11-28T13:30.',
    ],
    ['a,y\n1234,2\n1235,3\nx12,4\n', {}, 'a.csv, row 4, column a: "x12" is no number.'],
    ['a,y\n1.5,2\n2.5,3\n2020-01-01,4\n', {}, 'a.csv, row 4, column a: "2020-01-01" is no number.'],
    [
      'a,y\n2020-01-01,2\n,3\n',
      {},
      'a.csv, row 3, column a: the cell is empty; every row needs a time here.',
    ],
    [
      'a,y\n3/4/2020,2\n4/4/2020,3\n',
      {},
      'a.csv: column a holds days (3/4/2020) whose day and month nobody can tell apart for sure; write them as 2026-11-28.',
    ],
    [
      `a,y\n${numberedNames(20_002, 10_001)}\n`,
      {},
      'a.csv: column a holds 10001 different texts (name 0, ...), too many for categories; at most 10000 are.',
    ],
    ['a,y\n1,2\n2,\n', { missing: 'mean' }, 'a.csv, row 3, column y: the cell is empty'],
  ])('%j with %j are refused: %s', (text, settings, sentence) => {
    expect(() => read(text, settings)).toThrow(sentence);
  });
});
