import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { tableLook } from '../../../src-files/look/look-at-table';
import { plainWishes } from '../../../src-files/look/look-wishes';

const oddOf = (rows: readonly string[], target = 'kind') =>
  tableLook(parseCsv(new TextEncoder().encode(`a,kind,b\n${rows.join('\n')}\n`), 'a.csv'), {
    ...plainWishes,
    target,
  }).odd.filter((sentence) => /another|nothing to learn/.test(sentence));

describe('of what is to be predicted', () => {
  test('rows of the same inputs and another class are told, with an example', () => {
    expect(oddOf(['1,x,5', '2,x,5', '1,y,5', '1,z,5', '2,x,5'])).toEqual([
      '2 rows have the inputs of a row before, but say another kind (row 2: x, row 4: y); which is right, or is a column missing that tells them apart?',
    ]);
    expect(oddOf(['1,0,5', '2,1,5', '1,1,5'])).toEqual([
      'One row has the inputs of a row before, but says another kind (row 2: 0, row 4: 1); which is right, or is a column missing that tells them apart?',
    ]);
  });

  test('measured values that scatter are none, and neither are rows that are there twice', () => {
    const measured = Array.from({ length: 12 }, (_, row) => `1,${row / 7},5`);
    expect(oddOf(measured)).toEqual([]);
    expect(oddOf(['1,x,5', '1,x,5', '2,y,5'])).toEqual([]);
  });

  test('one value in every row is said to leave nothing to learn, once', () => {
    expect(oddOf(['1,3,5', '2,3,6', '3,3,8'])).toEqual([
      'Column kind is what is to be predicted, and says the same in every row: there is nothing to learn; name another column.',
    ]);
  });
});
