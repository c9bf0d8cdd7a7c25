import { describe, expect, test } from 'vitest';
import { groupsByNumber, groupsByText } from '../../../../src-workers/assess/groups/item-groups';

describe('parts of items', () => {
  test('by a text stand in alphabetical order, or in the order of given names without those that no item has', () => {
    const texts = ['pear', 'apple', 'pear'];
    expect(groupsByText('fruit', texts)).toMatchObject({
      names: ['apple', 'pear'],
      of: Uint32Array.of(1, 0, 1),
    });
    const given = groupsByText('fruit', texts, ['pear', 'fig', 'apple']);
    expect(given).toMatchObject({ names: ['pear', 'apple'], of: Uint32Array.of(0, 1, 0) });
  });

  test('by a number that few values of are there are one each, in their order, what is not known last', () => {
    const { names, of } = groupsByNumber('age', [10, 9, Number.NaN, 10]);
    expect(names).toEqual(['9', '10', 'not known']);
    expect([...of]).toEqual([1, 0, 2, 1]);
  });

  test('by other numbers are quarters of the items', () => {
    const { names, of } = groupsByNumber('age', [...Array(16).keys(), Number.NaN]);
    expect(names).toEqual(['below 4', '4 to 8', '8 to 12', 'from 12', 'not known']);
    expect([...of]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4]);
  });

  test.each([
    [
      'whole numbers of many digits',
      202_301,
      1,
      ['below 202305', '202305 to 202309', '202309 to 202313', 'from 202313'],
    ],
    [
      'numbers close to each other',
      1.5,
      1e-5,
      ['below 1.50004', '1.50004 to 1.50008', '1.50008 to 1.50012', 'from 1.50012'],
    ],
  ])('by %s are quarters too, each by a name of its own', (_, first, step, expected) => {
    const { names, of } = groupsByNumber(
      'code',
      [...Array(16).keys()].map((place) => first + step * place),
    );
    expect(names).toEqual(expected);
    expect([...of]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
  });

  test('by a text that nearly all differ in are refused', () => {
    const texts = Array.from({ length: 101 }, (_, item) => `person ${item}`);
    expect(() => groupsByText('name', texts)).toThrow(
      'by: name has 101 different texts; at most 100 parts are told apart.',
    );
  });
});
