import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { tableOf } from '../../../src-files/data/table';
import { dataSchema, tableFacts } from '../../../src-shared/experiment/data';

function read(text: string, settings: Record<string, unknown> = {}) {
  const data = dataSchema.parse({ dataset: 'table', path: 'a.csv', target: 'y', ...settings });
  if (data.dataset !== 'table') throw new Error('These are the settings of a table.');
  return tableOf(parseCsv(new TextEncoder().encode(text), 'a.csv'), tableFacts(data).layout(data));
}

describe('a table', () => {
  it('has the target column as target and all others as features', () => {
    const { rows, featureNames, features, targets } = read('a,y,b\n1,2,3\n4,5,6\n');
    expect(rows).toBe(2);
    expect(featureNames).toEqual(['a', 'b']);
    expect(features.map((column) => [...column])).toEqual([
      [1, 4],
      [3, 6],
    ]);
    expect(targets).toEqual([{ kind: 'regression', name: 'y', values: Float64Array.of(2, 5) }]);
  });

  it('may have several columns of numbers to predict, in the order that they are named in', () => {
    const { featureNames, targets } = read('a,y,b [K]\n1,2,3\n4,5,6\n', { target: ['b [K]', 'y'] });
    expect(featureNames).toEqual(['a']);
    expect(targets).toEqual([
      { kind: 'regression', name: 'b [K]', values: Float64Array.of(3, 6) },
      { kind: 'regression', name: 'y', values: Float64Array.of(2, 5) },
    ]);
    expect(() => read('a,y\n1,2\n', { target: ['a', 'y'] })).toThrow(
      'a.csv has no column beside a, y; there is nothing to predict from.',
    );
  });

  it('says the unit of its target where the column’s name ends in one', () => {
    const { targets } = read('a,y [mm]\n1,2\n', { target: 'y [mm]' });
    expect(targets[0]).toEqual({ kind: 'regression', name: 'y', unit: 'mm', values: Float64Array.of(2) });
  });

  it('may name classes, which are numbered in alphabetical order', () => {
    const { targets } = read('a,y\n1,rose\n2,iris\n3,rose\n', { task: 'classification' });
    expect(targets[0]).toEqual({
      kind: 'classification',
      name: 'y',
      labels: Uint32Array.of(1, 0, 1),
      classNames: ['iris', 'rose'],
    });
  });

  it('leaves out the columns it is told to, whatever they hold', () => {
    const { featureNames } = read('a,y,b\nrose,2,3\n', { leaveOut: ['a'] });
    expect(featureNames).toEqual(['b']);
    expect(() => read('a,y,b\n1,2,3\n', { leaveOut: ['c'] })).toThrow(
      'data.leaveOut: a.csv has no column named c; its columns are a, y, b.',
    );
  });

  it('is refused with all of its mistakes at once, and each remedy said once', () => {
    const names = Array.from(
      { length: 20_002 },
      (_, row) => `${row === 50 ? '' : row},name ${row % 10_001},${row},${row}`,
    );
    const text = `a,b,when,y\n${names.join('\n')}\nx,name 1,2020-01-01,\nz,name 2,2020-01-02,3\n`;
    expect(() => read(text)).toThrow(
      [
        'a.csv has 4 columns that cannot be read:',
        '(1) row 52, column a: the cell is empty; every row needs a number here. 2 more cells of the column are no numbers either.',
        '(2) column b holds 10001 different texts (name 0, ...), too many for categories; at most 10000 are.',
        '(3) row 20004, column when: "2020-01-01" is no number. 1 more cell of the column is no number either.',
        '(4) row 20004, column y: the cell is empty; every row needs a number here.',
        'A column that is no input can be left out (data.leaveOut, in the window “Columns to leave out”).',
        'What an empty cell of an input is, data.missing can say (in the window “Empty cells”).',
      ].join('\n'),
    );
  });

  it.each([
    ['a,b\n1,2\n', {}, 'data.target: a.csv has no column named y; its columns are a, b.'],
    ['y\n1\n', {}, 'a.csv has no column beside y; there is nothing to predict from.'],
    [
      'a,y\n1,2\nx,3\n',
      {},
      'a.csv, row 3, column a: "x" is no number. A column that is no input can be left out (data.leaveOut, in the window “Columns to leave out”).',
    ],
    // The target cannot be left out.
    [
      'a,y\n1,x\n',
      {},
      /^a\.csv, row 2, column y: "x" is no number; if the column names classes, say so with task: classification \(in the window “What it holds”\)\.$/,
    ],
    ['a,y\n1,x\n2,x\n', { task: 'classification' }, 'a.csv: column y holds one class only (x).'],
    ['a,y\n1,x\n2,\n', { task: 'classification' }, 'a.csv, row 3, column y: the cell is empty'],
  ])('%j with %j is refused: %s', (text, settings, sentence) => {
    expect(() => read(text, settings)).toThrow(sentence);
  });
});
