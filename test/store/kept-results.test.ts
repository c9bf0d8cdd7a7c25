import { expect, it } from 'vitest';
import { KeptResults } from '../../src-main/store/kept-results';

it('makes a result once for the same origin and name, and anew for other rows or another name', () => {
  const kept = new KeptResults<string>(2);
  const [rows, others] = [[], []];
  const made: string[] = [];
  const get = (origin: object, name: string) =>
    kept.get(origin, name, () => {
      made.push(name);
      return name;
    });
  expect([get(rows, 'a'), get(rows, 'a'), get(rows, 'b'), get(others, 'a')]).toEqual(['a', 'a', 'b', 'a']);
  expect(made).toEqual(['a', 'b', 'a']);
});

it('keeps so many of one origin, those that were asked for last', () => {
  const kept = new KeptResults<string>(2);
  const rows: readonly string[] = [];
  const made: string[] = [];
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b'])
    kept.get(rows, name, () => {
      made.push(name);
      return name;
    });
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
