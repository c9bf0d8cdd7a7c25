import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { groupsIn, partsIn } from '../../../src-files/data/row-parts';

const csv = (...rows: string[]) => parseCsv(new TextEncoder().encode(`x,g\n${rows.join('\n')}\n`), 'a.csv');

describe('a column that says the part of each row', () => {
  it('may call the parts as people do, in letters of any size', () => {
    expect(partsIn(csv('1,Train', '2,val', '3,TEST', '4,dev'), 1)).toEqual([
      'train',
      'validation',
      'test',
      'validation',
    ]);
  });

  it.each([
    [
      ['1,train', '2,holdout'],
      /^a\.csv, row 3, column g: "holdout" is no part of the data; it should be train/,
    ],
    [['1,train', '2,'], /^a\.csv, row 3, column g: "" is no part/],
    [['1,test', '2,val'], /^a\.csv: column g leaves no row to train on/],
  ])('refuses %j: %s', (rows, sentence) => {
    expect(() => partsIn(csv(...rows), 1)).toThrow(sentence);
  });
});

describe('a column of groups', () => {
  it('numbers them as they come', () => {
    expect(groupsIn(csv('1,b', '2,a', '3,b'), 1)).toEqual(Uint32Array.of(0, 1, 0));
  });

  it.each([
    [['1,a', '2,'], /^a\.csv, row 3, column g: the cell is empty; every row needs a group/],
    [['1,a', '2,a'], /^a\.csv: all rows are of one group in column g/],
  ])('refuses %j: %s', (rows, sentence) => {
    expect(() => groupsIn(csv(...rows), 1)).toThrow(sentence);
  });
});
