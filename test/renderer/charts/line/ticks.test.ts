import { expect, it } from 'vitest';
import {
  clearTicks,
  linearTicks,
  logTicks,
  roundTicks,
  tickText,
} from '../../../../src-renderer/charts/line/ticks';

function shown(values: readonly number[], leastApart: number): number[] {
  const ticks = values.map((value) => ({ value }));
  return roundTicks(ticks, leastApart).map(({ value }) => value);
}

it('shows round values alone where the text of the end would run into the last of them', () => {
  expect(shown([0, 50, 100, 150, 200, 209], 30)).toEqual([0, 50, 100, 150, 200]);
  expect(shown([0, 0.1, 0.2, 0.30000000000000004, 0.35], 0.06)).toEqual([0, 0.1, 0.2, 0.30000000000000004]);
});

it('brings back the round value that gave way to the end of the data', () => {
  expect(shown([0, 500, 1000, 1500, 2000, 2506], 300)).toEqual([0, 500, 1000, 1500, 2000, 2500]);
});

it('shows the end of the data as well where there is room for its text', () => {
  expect(shown([0, 500, 1000, 1500, 2000, 2410], 300)).toEqual([0, 500, 1000, 1500, 2000, 2410]);
});

it('keeps ticks that are all round, and those too few to judge', () => {
  expect(shown([0, 200, 400, 600], 100)).toEqual([0, 200, 400, 600]);
  expect(shown([0, 7], 100)).toEqual([0, 7]);
});

const values = (ticks: readonly { readonly value: number }[]) => ticks.map(({ value }) => value);

it('shows round values alone on a zoomed axis, wherever it begins', () => {
  expect(values(linearTicks({ from: 772.9, to: 2362.14 }, 7))).toEqual([1000, 1500, 2000]);
  expect(values(linearTicks({ from: 0.12, to: 0.31 }, 5))).toEqual([0.15, 0.2, 0.25, 0.3]);
  expect(values(linearTicks({ from: -1, to: 1 }, 5))).toEqual([-1, -0.5, 0, 0.5, 1]);
});

it('counts whole things alone: no half of a device, no half of a sample', () => {
  expect(values(linearTicks({ from: 0, to: 3 }, 7, true))).toEqual([0, 1, 2, 3]);
  expect(values(linearTicks({ from: 0, to: 3 }, 7))).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3]);
});

it('never shows more ticks than there is room for', () => {
  for (const to of [0.03, 1, 7, 99, 1234.5, 8e6])
    for (const most of [2, 4, 7]) {
      expect(linearTicks({ from: to / 3, to }, most).length).toBeLessThanOrEqual(most);
      expect(logTicks({ from: to / 1e6, to }, most).length).toBeLessThanOrEqual(most);
    }
});

it('shows powers of ten on a logarithmic axis, and what lies between only where there is room', () => {
  expect(values(logTicks({ from: 1, to: 100_000 }, 7))).toEqual([1, 10, 100, 1000, 10_000, 100_000]);
  expect(values(logTicks({ from: 1, to: 100 }, 7))).toEqual([1, 2, 5, 10, 20, 50, 100]);
  expect(values(logTicks({ from: 30, to: 40 }, 7))).toEqual([30, 35, 40]);
});

it('writes ticks as precisely as they lie apart, so that no two are alike', () => {
  expect([0.6402, 0.64025, 0.6403].map((value) => tickText(value, 0.00005))).toEqual([
    '0.64020',
    '0.64025',
    '0.64030',
  ]);
  expect(tickText(1000, 500)).toBe('1,000');
  expect(tickText(0.1 + 0.2, 0.1)).toBe('0.3');
  expect(tickText(3.5, 1)).toBe('3.5');
  expect(tickText(0.00002, 0.00001)).toBe('2e-5');
  expect(tickText(0, 0.5)).toBe('0.0');
});

it('calls zero zero, also where sums of spacings miss it or come to the negative one', () => {
  expect([-0, 0.3 - 0.1 * 3, 5.5e-17].map((value) => tickText(value, 0.2))).toEqual(['0.0', '0.0', '0.0']);
  expect(tickText(-0.2, 0.2)).toBe('-0.2');
});

it('shows as many ticks as leave their texts apart, and never a single one where two have room', () => {
  // Nine steps deep in a long run, on 295 pixels with 7 a letter.
  const shown = { from: 2495.37, to: 2504.63 };
  const isClear = (one: number, next: number, spacing: number) =>
    ((next - one) * 295) / (shown.to - shown.from) >= 7 * (tickText(next, spacing).length + 1);
  const ticks = clearTicks((most) => linearTicks(shown, most, true), 7, isClear);
  expect(values(ticks)).toEqual([2496, 2498, 2500, 2502, 2504]);
  for (const width of [60, 150, 300, 1200]) {
    const wide = { from: 12_345.67, to: 12_346.78 };
    const fits = (one: number, next: number) => ((next - one) * width) / 1.11 >= 63;
    const found = values(clearTicks((most) => linearTicks(wide, most), 7, fits));
    expect(found.length).toBeGreaterThanOrEqual(width < 150 ? 1 : 2);
    for (const [at, value] of found.slice(1).entries())
      expect(value - (found[at] ?? 0)).toBeGreaterThanOrEqual((63 * 1.11) / width);
  }
});
