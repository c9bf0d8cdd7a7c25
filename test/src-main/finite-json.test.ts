import { expect, test } from 'vitest';
import { finiteJson } from '../../src-main/finite-json';

test('numbers that JSON has not are null, and said by their path', () => {
  const value = {
    id: 'a',
    metrics: { 'test.nll': Number.NaN, 'test.ece': 0.1 },
    list: [1, -Infinity, Infinity],
  };
  expect(JSON.parse(finiteJson(value))).toEqual({
    id: 'a',
    metrics: { 'test.nll': null, 'test.ece': 0.1 },
    list: [1, null, null],
    notFinite: {
      'metrics.test.nll': 'not a number',
      'list.1': 'negative infinity',
      'list.2': 'positive infinity',
    },
  });
});

test('each of a list says its own', () => {
  expect(JSON.parse(finiteJson([{ value: Number.NaN }, { value: 1 }, 2]))).toEqual([
    { value: null, notFinite: { value: 'not a number' } },
    { value: 1 },
    2,
  ]);
});

test('what has only finite numbers is as it was, whatever its names are', () => {
  const value = { text: 'NaN', none: null, absent: undefined, ['__proto__']: [0, { deep: true }] };
  expect(finiteJson(value)).toBe(JSON.stringify(value));
  expect(finiteJson(value, 2)).toBe(JSON.stringify(value, undefined, 2));
});
