import { describe, expect, test } from 'vitest';
import {
  chosenIn,
  columnsOf,
  withChoice,
  withNumber,
} from '../../../../../src-renderer/runs/ask/rows/columns';

const names = ['age', 'sex=f', 'sex=m', 'sex=', 'height', 'height=', 'a=b'];
const sex = {
  kind: 'choice',
  name: 'sex',
  choices: [
    { text: 'f', feature: 1 },
    { text: 'm', feature: 2 },
    { text: '', feature: 3 },
  ],
} as const;

describe('the columns behind inputs', () => {
  test('are numbers, and texts of which each is an input; what marks an unknown number is none', () => {
    expect(columnsOf(names)).toEqual([
      { kind: 'number', name: 'age', feature: 0 },
      sex,
      { kind: 'number', name: 'height', feature: 4 },
      // A name with the sign in it.
      { kind: 'number', name: 'a=b', feature: 6 },
    ]);
  });

  test('are places among texts where these have embeddings, whatever their names say', () => {
    const texts = [{ input: 1, categories: ['Ulm', 'Rom'] }];
    expect(columnsOf(['age', 'town=now'], texts)).toEqual([
      { kind: 'number', name: 'age', feature: 0 },
      { kind: 'place', name: 'town=now', feature: 1, categories: ['Ulm', 'Rom'] },
    ]);
  });

  test('are set one by one', () => {
    const inputs = [30, 1, 0, 0, 180, 0, 5];
    expect(withNumber(inputs, 4, 170)).toEqual([30, 1, 0, 0, 170, 0, 5]);
    expect(withChoice(inputs, sex, 2)).toEqual([30, 0, 1, 0, 180, 0, 5]);
    expect(chosenIn(inputs, sex)).toBe(1);
    expect(chosenIn(withChoice(inputs, sex, -1), sex)).toBeUndefined();
  });
});
