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

  it('says which texts differ in case alone, of columns that do not name rows', () => {
    const rows = ['yes', 'No', 'no', 'yes', 'YES', 'no'].map((text, row) => `${text},${row * row}`);
    expect(look(`flag,x\n${rows.join('\n')}\n`).odd).toContain(
      'Column flag: No and no differ in case alone, and count as two; write them alike if they are one.',
    );
  });

  it('says where the names of classes have an order, and how it is told', () => {
    const said = (texts: readonly string[]) => {
      const rows = Array.from({ length: 60 }, (_, row) => `${row * row},${texts[row % texts.length]}`);
      return look(`x,grade\n${rows.join('\n')}\n`, 'grade').odd.filter((one) => one.includes('an order'));
    };
    expect(said(['Medium', 'high', 'low'])).toEqual([
      'The classes of grade seem to have an order, which counts where it is told: data.task ordinal with data.classes ["low","Medium","high"] (in the window “Order of the classes”); as plain classes each is as far from any other.',
    ]);
    // Two classes have none, nor have words of no scale, or two that mean one step.
    for (const texts of [
      ['low', 'high'],
      ['low', 'high', 'blue'],
      ['low', 'mid', 'medium', 'high'],
    ])
      expect(said(texts)).toEqual([]);
  });

  it('says where a target counts and scatters more than Poisson’s counts', () => {
    // By hand: the sum is 60, the mean 10; squared distances 100 + 64 + 36 + 1 + 36 + 289 = 526, the variance 87.7.
    const counts = [0, 2, 4, 11, 16, 27];
    const rows = (scaled: (count: number) => number) =>
      `x,n\n${counts.map((count, row) => `${row},${scaled(count)}`).join('\n')}\n`;
    const said = (text: string) => look(text, 'n').odd.filter((sentence) => sentence.includes('variance'));
    expect(said(rows((count) => count))).toEqual([
      'Column n seems to count something, and its variance is 8.8 times its mean, which is 1 of Poisson’s counts; as far as the inputs do not explain that, the noise of counts is a negative binomial’s (inference.noise.kind=negative-binomial, in the window “Counts (negative binomial)”).',
    ]);
    // A fraction, something negative, and numbers that begin far from 0 are no counts.
    for (const scaled of [(n: number) => n + 0.5, (n: number) => n - 3, (n: number) => n + 1000])
      expect(said(rows(scaled))).toEqual([]);
    // Hardly more than the mean.
    expect(said('x,n\n0,3\n1,4\n2,5\n3,6\n4,7\n5,1\n')).toEqual([]);
  });

  it('tells which columns a run leaves out by itself', () => {
    const rows = Array.from(
      { length: 30 },
      (_, row) => `title ${row} of ${row * 7}b,${row % 2 ? 'red' : 'blue'},${row * row}`,
    );
    const { columns } = look(`key,colour,y\n${rows.join('\n')}\n`);
    expect(columns.map(({ namesRows }) => namesRows)).toEqual([true, undefined, undefined]);
  });

  const hour = 3_600_000;
  const clockText = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const table = (rows: readonly (readonly [string, number])[]) =>
    `at,load\n${rows.map(([at, load]) => `${at},${load}`).join('\n')}\n`;

  it('tells a series by local clocks where they are put forward or back, and names the time zone as its remedy', () => {
    const hours = Array.from({ length: 96 }, (_, at) => clockText(Date.UTC(2024, 2, 30) + at * hour));
    const spring = hours
      .filter((text) => text !== '2024-03-31 02:00')
      .map((at, row) => [at, row % 24] as const);
    const { series, odd } = look(table(spring));
    expect(series).toMatchObject({ timeColumn: 'at', series: 1, steps: 95, step: { units: '3600' } });
    const sentence =
      'A series with uneven steps: row 28, 2024-03-31 03:00, is 2 h after the row before (2024-03-31 01:00), not 1 h, as where clocks are put forward (as in Europe/Berlin): name their zone, “Time zone” (data.timeZone).';
    expect([series?.uneven, odd[0]]).toEqual([sentence, sentence]);
    // Two series below each other, by a column of names.
    const both = `site,at,load\n${['nord', 'sued'].flatMap((site) => spring.map((row) => [site, ...row].join(','))).join('\n')}\n`;
    expect(look(both).series).toMatchObject({ seriesColumn: 'site', series: 2, steps: 95 });
    const autumn = Array.from({ length: 96 }, (_, at) => clockText(Date.UTC(2024, 9, 26) + at * hour));
    const back = autumn.flatMap((text) => (text === '2024-10-27 02:00' ? [text, text] : [text]));
    expect(look(table(back.map((at, row) => [at, row % 24]))).series?.uneven).toMatch(
      /^A series with uneven steps: row 29, 2024-10-27 02:00, is not after the row before .* put back \(as in Europe\/Berlin\)/,
    );
  });

  it('tells business days and hours that are missing as a series, whose remedy is to bring it to even steps', () => {
    const days = Array.from({ length: 70 }, (_, at) => Date.UTC(2024, 0, 1) + at * 24 * hour);
    const business = days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
    const rows = business.map((day, row) => [clockText(day).slice(0, 10), row + 0.5] as const);
    // By hand: ten weeks from a Monday have nine weekends between their days.
    expect(look(table(rows)).odd[0]).toBe(
      'A series with uneven steps: row 7, 2024-01-08, is 3 days after the row before (2024-01-05), not 1 day (and 8 more so); bring it to even steps, “Bring to steps of” (data.resample, as 1 day), whose steps without a row are empty: “Empty values” (data.gaps), or “Value of a step” in longer ones.',
    );
    // An hour that is missing in summer is nothing that clocks do.
    const hours = Array.from({ length: 48 }, (_, at) => clockText(Date.UTC(2024, 6, 1) + at * hour));
    const gap = hours.filter((_, at) => at !== 20).map((at, row) => [at, row] as const);
    expect(look(table(gap)).series?.uneven).toMatch(/2 h after .* \(data\.resample, as 1 h\)/);
    // Events, whose distances are of all kinds, are rows.
    const events = days.map((day, row) => [clockText(day + ((row * row * 7) % 23) * hour), row] as const);
    expect(look(table(events)).series).toBeUndefined();
  });

  it('takes days in an order that they do not tell for dates, and not for names of rows', () => {
    const days = Array.from({ length: 120 }, (_, at) => new Date(Date.UTC(2021, 0, 5 + at)));
    for (const written of [
      (day: Date) => `${day.getUTCDate()}.${day.getUTCMonth() + 1}.${day.getUTCFullYear()}`,
      (day: Date) => `${day.getUTCMonth() + 1}/${day.getUTCDate()}/${day.getUTCFullYear()}`,
      (day: Date) => `0${day.getUTCMonth() + 1}/${day.getUTCDate()}/${day.getUTCFullYear()} 13:30`,
    ]) {
      const { columns, odd } = look(
        `day,y\n${days.map((day, row) => `${written(day)},${row * row}`).join('\n')}\n`,
      );
      expect(columns[0]).toMatchObject({ different: 120, holdsOtherDays: true });
      expect(columns[0].namesRows).toBeUndefined();
      expect(odd).toEqual([
        `A run refuses this: column day holds days (${written(days[0])}) whose day and month nobody can tell apart for sure; write them as 2026-11-28.`,
      ]);
    }
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
      'Column a holds 101 different texts: unless data.embedAbove (100 by default) is as many, a run learns an embedding for them; if it names rows, leave it out.',
    ],
    [
      `a,y\n${Array.from({ length: 20_002 }, (_, row) => `n${row % 10_001},${(row * 7) % 11}`).join('\n')}\n`,
      'Column a holds 10001 different texts, more than a run takes (10000); leave it out, or write fewer.',
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
