import { expect, it } from 'vitest';
import { fanOf, shownPast } from '../../../../src-renderer/runs/uncertainty/fan';
import { originText } from '../../../../src-renderer/runs/uncertainty/forecast-lines';
import { mapColour, rangeOf } from '../../../../src-renderer/runs/uncertainty/maps/colour-map';
import { timeWords } from '../../../../src-renderer/runs/uncertainty/time-words';

const item = { item: 0, chosen: 'evenly' as const, error: 0, weightStd: [] };

it('draws mean, truth and bands within the picture, lifting the pen where a value is not known', () => {
  const values = { ...item, truth: [0, Number.NaN, 10], mean: [0, 5, 10], std: [0, 0, 0] };
  const fan = fanOf(values, 0, 1, 100, 10);
  expect(fan.mean).toBe('M0.0 10.0L50.0 5.0L100.0 0.0');
  expect(fan.truth).toBe('M0.0 10.0M100.0 0.0');
  expect([fan.low, fan.high]).toEqual([0, 10]);
});

it('draws what came before up to the forecast, as much of it as leaves the forecast its place', () => {
  const past = {
    values: Array.from({ length: 100 }, () => 5),
    times: ['', '', ''] as [string, string, string],
  };
  const values = { ...item, past, truth: [5, 5], mean: [5, 5], std: [1, 1] };
  const fan = fanOf(values, 0, 1, 250, 10);
  // 24 steps before, 2 that are predicted: 25 strides.
  expect(shownPast(values, 2)).toHaveLength(24);
  expect(fan.start).toBe(240);
  expect(fan.past).toMatch(/^M0\.0 5\.0L10\.0 5\.0.*L230\.0 5\.0$/);
  expect(fan.mean).toBe('M240.0 5.0L250.0 5.0');
});

it('draws before a forecast of several columns what came of that column', () => {
  const past = { values: [1, 10, 2, 20, 3, 30], times: ['a', 'b', 'c'] as [string, string, string] };
  const values = { ...item, past, truth: [4, 40], mean: [4, 40], std: [0, 0] };
  expect(shownPast(values, 1, 1, 2)).toEqual([10, 20, 30]);
  const fan = fanOf(values, 1, 2, 90, 30);
  expect([fan.low, fan.high]).toEqual([10, 40]);
});

it('says times as a person reads them, days alone where all begin one', () => {
  expect(timeWords(['2018-09-30T00:00:00.000Z', '2018-10-01T00:00:00.000Z'])).toEqual([
    '2018-09-30',
    '2018-10-01',
  ]);
  expect(timeWords(['2018-09-30T23:00:00.000Z', '2018-10-01T00:30:15.250Z'])).toEqual([
    '2018-09-30 23:00 UTC',
    '2018-10-01 00:30:15.250 UTC',
  ]);
});

it('says of times that name UTC that they are in it, and of clocks of no zone what those show', () => {
  const zoned = [
    ['2018-09-30T00:00:00.000Z', '2018-10-01T00:00:00.000Z'],
    ['2018-09-30T23:00:00.000Z', '2018-10-01T00:30:15.250Z', '2018-10-01T01:30:15.000Z'],
  ];
  const naive = zoned.map((times) => times.map((time) => time.replace('Z', '')));
  expect(timeWords(zoned[0])).toEqual(timeWords(naive[0]));
  expect(timeWords(zoned[1])).toEqual(timeWords(naive[1]).map((words) => `${words} UTC`));
  expect(zoned.flat().map(originText)).toEqual([
    '2018-09-30',
    '2018-10-01',
    '2018-09-30 23:00 UTC',
    '2018-10-01 00:30 UTC',
    '2018-10-01 01:30 UTC',
  ]);
  expect(timeWords(naive[1])).toEqual(['2018-09-30 23:00', '2018-10-01 00:30:15.250', '2018-10-01 01:30:15']);
  expect(originText(naive[0][0])).toBe('2018-09-30');
  expect(originText(naive[1][0])).toBe('2018-09-30 23:00');
});

it('takes one target of several, and makes room for nine tenths of the values', () => {
  const values = { ...item, truth: [1, 50, 1, 50], mean: [1, 50, 1, 50], std: [1, 2, 1, 2] };
  const fan = fanOf(values, 1, 2, 100, 10);
  expect(fan.low).toBeCloseTo(50 - 2 * 1.645, 9);
  expect(fan.high).toBeCloseTo(50 + 2 * 1.645, 9);
});

it('colours values from dark to light, and grey what is not known', () => {
  expect(mapColour(0, 0, 4)).toEqual([68, 1, 84]);
  expect(mapColour(4, 0, 4)).toEqual([253, 231, 37]);
  expect(mapColour(2, 0, 4)).toEqual([33, 145, 140]);
  expect(mapColour(Number.NaN, 0, 4)).toEqual([128, 128, 128]);
});

it('finds the range of the finite values', () => {
  expect(rangeOf([3, Number.NaN, -1, Infinity])).toEqual([-1, 3]);
  expect(rangeOf([])).toEqual([0, 0]);
});
