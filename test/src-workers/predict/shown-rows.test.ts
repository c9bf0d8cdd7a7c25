import { expect, test } from 'vitest';
import { ShownRows } from '../../../src-workers/predict/shown-rows';

const chunk = (files: readonly string[], doubts: readonly number[], name: string) =>
  [
    { name: 'file', kind: 'text', values: files },
    { name, kind: 'number', values: Float32Array.from(doubts) },
  ] as const;

test('a short table is shown whole, in its own order', () => {
  const shown = new ShownRows(5);
  shown.add(chunk(['a', 'b'], [0.25, 0.5], 'entropy_nats'));
  shown.add(chunk(['c'], [0], 'entropy_nats'));
  expect(shown.rows()).toEqual([
    ['a', 0.25],
    ['b', 0.5],
    ['c', 0],
  ]);
});

test('of a long one the most doubtful rows are, of equals the first', () => {
  const shown = new ShownRows(2);
  for (let first = 0; first < 30; first += 3)
    shown.add(chunk([`${first}`, `${first + 1}`, `${first + 2}`], [1, first, 0], 'std'));
  expect(shown.rows()).toEqual([
    ['25', 24],
    ['28', 27],
  ]);
});

test('where nothing says how doubtful rows are, the first are shown', () => {
  const shown = new ShownRows(2);
  shown.add(chunk(['a', 'b', 'c'], [1, 2, 3], 'value'));
  expect(shown.rows().map(([file]) => file)).toEqual(['a', 'b']);
});

test('what is no number is shown in words', () => {
  const shown = new ShownRows(2);
  shown.add(chunk(['a', 'b'], [Number.NaN, Number.POSITIVE_INFINITY], 'value'));
  expect(shown.rows()).toEqual([
    ['a', 'NaN'],
    ['b', 'Infinity'],
  ]);
});
