import type { Scale } from 'chart.js';
import { expect, it } from 'vitest';
import { acrossTicks, acrossTickText, upTickText } from '../../../../src-renderer/charts/line/axis-ticks';

const look = { axis: 'step', isLogX: false, isLogY: false, range: undefined } as const;
const scale = (min: number, max: number, width: number) => ({ min, max, width }) as Scale;
const ticks = (...values: number[]) => values.map((value) => ({ value }));

function across(min: number, max: number, width: number, isLogX = false): readonly string[] {
  const shown = { ...look, isLogX, range: { from: min, to: max } };
  const found = acrossTicks(scale(min, max, width), shown);
  return found.map(({ value }) => acrossTickText(value, found, shown));
}

it.each([false, true])(
  'a few steps deep in a long run are told apart, whole ones alone (logarithmic: %s)',
  (isLogX) => {
    const texts = across(2495.37, 2504.63, 300, isLogX);
    expect(texts.length).toBeGreaterThan(1);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.every((text) => /^2,\d{3}$/.test(text))).toBe(true);
    // 7 pixels a letter, and one between texts.
    expect(texts.length * 6 * 7).toBeLessThanOrEqual(300 + 6 * 7);
  },
);

it('deep in a logarithmic axis texts are as precise as their distance', () => {
  const isLog = { ...look, isLogX: true, isLogY: true };
  const deep = ticks(12.3451, 12.3452, 12.3453);
  expect(deep.map(({ value }) => acrossTickText(value, deep, isLog))).toEqual([
    '12.3451',
    '12.3452',
    '12.3453',
  ]);
  expect(deep.map(({ value }) => upTickText('train.loss', value, deep, isLog))).toEqual([
    '12.3451',
    '12.3452',
    '12.3453',
  ]);
  const powers = ticks(0.001, 0.01, 0.1, 1, 10);
  expect(powers.map(({ value }) => acrossTickText(value, powers, isLog))).toEqual([
    '0.001',
    '0.01',
    '0.1',
    '1',
    '10',
  ]);
});

it('shares are per cent, and zero has no sign', () => {
  const shares = ticks(-0, 0.25, 0.5);
  expect(shares.map(({ value }) => upTickText('test.accuracy', value, shares, look))).toEqual([
    '0 %',
    '25 %',
    '50 %',
  ]);
  const values = ticks(-0.2, -1e-17);
  expect(values.map(({ value }) => upTickText('train.loss', value, values, look))).toEqual(['-0.2', '0.0']);
});
