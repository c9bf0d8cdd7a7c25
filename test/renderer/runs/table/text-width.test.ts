import { expect, test } from 'vitest';
import { widestOf } from '../../../../src-renderer/runs/table/text-width';

/** Advance widths of Verdana, from its `hmtx` table, in units of which an em has 2048. */
const verdana: Readonly<Record<string, number>> = {
  a: 1230,
  b: 1276,
  e: 1220,
  f: 720,
  i: 562,
  m: 1992,
  n: 1296,
  r: 874,
  s: 1067,
  t: 807,
  w: 1676,
  M: 1726,
  N: 1532,
  O: 1612,
  W: 2025,
  '0': 1302,
  ' ': 720,
  '.': 745,
  '%': 2204,
};

test.each(Object.entries(verdana))('no less than the widest usual face needs for %j', (letter, units) => {
  expect(widestOf(letter, 2048)).toBeGreaterThanOrEqual(units);
});

test('a text is as wide as its letters', () => {
  expect(widestOf('run 0', 13)).toBeCloseTo(
    [...'run 0'].reduce((sum, letter) => sum + widestOf(letter, 13), 0),
  );
});

test('of signs of any width nothing is sure', () => {
  expect(widestOf('数', 13)).toBe(Infinity);
});
