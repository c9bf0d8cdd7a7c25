import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { tableOf } from '../../../src-files/data/table';
import { dataSchema, tableFacts } from '../../../src-shared/experiment/data';
import { splitRows } from '../../../src-workers/data/row-split';

/** Rows of (x, class or site, value), split as the settings say. */
function split(rows: readonly string[], settings: Record<string, unknown>, seed = 1) {
  const data = dataSchema.parse({ dataset: 'table', path: 'a.csv', ...settings });
  if (data.dataset !== 'table') throw new Error('These are the settings of a table.');
  const text = `x,kind,y\n${rows.join('\n')}\n`;
  const csv = parseCsv(new TextEncoder().encode(text), 'a.csv');
  return splitRows(tableOf(csv, tableFacts(data).layout(data)), data, seed);
}

const rowsOf = (count: number, kind: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => `${row},${kind(row)},${row / 7}`);

/** All rows, each in one part. */
function whole({ train, validation, test }: ReturnType<typeof split>): number[] {
  return [...train, ...validation, ...test].sort((a, b) => a - b);
}

describe('the split of a table’s rows', () => {
  it('gives each class the same shares, so that a rare one is tested too', () => {
    const rows = rowsOf(200, (row) => (row % 10 === 0 ? 'rare' : 'usual'));
    const settings = { target: 'kind', task: 'classification', testFraction: 0.2, validationFraction: 0.25 };
    for (const seed of [1, 2, 3]) {
      const parts = split(rows, settings, seed);
      const rare = (part: Uint32Array) => part.filter((row) => row % 10 === 0).length;
      // Of 20 rare rows 4 test; of the 16 others 4 validate.
      expect([rare(parts.test), rare(parts.validation), rare(parts.train)]).toEqual([4, 4, 12]);
      expect(parts.test.length).toBe(40);
      expect(whole(parts)).toEqual(rows.map((_, row) => row));
    }
  });

  it('draws from all alike where it is told to, as runs of earlier versions did', () => {
    const rows = rowsOf(200, (row) => (row % 10 === 0 ? 'rare' : 'usual'));
    const settings = { target: 'kind', task: 'classification', stratified: false, testFraction: 0.2 };
    const rare = [1, 2, 3, 4, 5].map(
      (seed) => split(rows, settings, seed).test.filter((row) => row % 10 === 0).length,
    );
    expect(new Set(rare).size).toBeGreaterThan(1);
  });

  it('lets one row of a small class train before one tests, and one test before one validates', () => {
    const rows = [
      ...rowsOf(100, () => 'usual'),
      ...['four', 'four', 'four', 'four', 'three', 'three', 'three', 'two', 'two', 'one'].map(
        (kind) => `0,${kind},0`,
      ),
    ];
    const counts = (settings: object, kind: string) => {
      const parts = split(rows, { target: 'kind', task: 'classification', ...settings });
      expect(whole(parts)).toEqual(rows.map((_, row) => row));
      return [parts.train, parts.validation, parts.test].map(
        (part) => part.filter((row) => rows[row].split(',')[1] === kind).length,
      );
    };
    expect(counts({}, 'usual')).toEqual([81, 9, 10]);
    expect(counts({}, 'four')).toEqual([2, 1, 1]);
    expect(counts({}, 'three')).toEqual([1, 1, 1]);
    expect(counts({}, 'two')).toEqual([1, 0, 1]);
    expect(counts({}, 'one')).toEqual([1, 0, 0]);
    expect(counts({ leastPerClass: 2 }, 'four')).toEqual([1, 1, 2]);
    // What was not asked for is not drawn, and a large share leaves one to train on.
    expect(counts({ testFraction: 0 }, 'three')).toEqual([2, 1, 0]);
    expect(counts({ testFraction: 0.9, validationFraction: 0.9 }, 'two')).toEqual([1, 0, 1]);
    // The shares alone, as runs of earlier versions did.
    expect(counts({ leastPerClass: 0 }, 'four')).toEqual([4, 0, 0]);
  });

  it('keeps the rows of a group together, with as near to the share of rows as groups allow', () => {
    const rows = rowsOf(100, (row) => `site ${Math.floor(row / 10)}`);
    const settings = { target: 'y', groups: 'kind', testFraction: 0.2, validationFraction: 0.25 };
    const parts = split(rows, settings);
    const sites = (part: Uint32Array) => new Set(Array.from(part, (row) => Math.floor(row / 10)));
    expect([sites(parts.test).size, sites(parts.validation).size, sites(parts.train).size]).toEqual([
      2, 2, 6,
    ]);
    expect([parts.test.length, parts.validation.length, parts.train.length]).toEqual([20, 20, 60]);
    expect(whole(parts)).toEqual(rows.map((_, row) => row));
    expect(sites(split(rows, settings, 2).test)).not.toEqual(sites(parts.test));
  });

  it('takes the smallest group where none is near the share', () => {
    const rows = rowsOf(100, (row) => (row < 10 ? 'small' : row < 40 ? 'middle' : 'large'));
    const parts = split(rows, { target: 'y', groups: 'kind', testFraction: 0.01, validationFraction: 0 });
    expect(parts.test).toEqual(Uint32Array.from({ length: 10 }, (_, row) => row));
  });

  it('refuses groups that leave none to train on', () => {
    const rows = rowsOf(10, (row) => (row < 5 ? 'a' : 'b'));
    expect(() =>
      split(rows, { target: 'y', groups: 'kind', testFraction: 0.5, validationFraction: 0.5 }),
    ).toThrow(/^data\.groups: 2 groups leave none to train on/);
  });

  it('is what a column says, and draws only the part that it does not name', () => {
    const rows = rowsOf(100, (row) => (row >= 90 ? 'test' : 'train'));
    const parts = split(rows, { target: 'y', splitColumn: 'kind', validationFraction: 0.2 });
    expect(parts.test).toEqual(Uint32Array.from({ length: 10 }, (_, row) => 90 + row));
    expect([parts.validation.length, parts.train.length]).toEqual([18, 72]);
    expect(whole(parts)).toEqual(rows.map((_, row) => row));
  });
});
