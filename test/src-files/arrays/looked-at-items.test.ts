import { expect, test } from 'vitest';
import { lookedAtItems, lookStride } from '../../../src-files/arrays/looked-at-items';

test('all items of an array are read before training, and of one of gigabytes as many as there is time for', () => {
  expect(lookStride(60_000, 784)).toBe(1);
  expect(lookStride(100, 10, 1000)).toBe(1);
  expect(lookStride(101, 10, 1000)).toBe(2);
  // 10 GB of single precision.
  expect(lookStride(820_000, 3072)).toBe(26);
});

test('of hourly items every 24th would be of one hour: one of each day is read, at all hours', () => {
  const places = [...lookedAtItems(24 * 240 + 5, 24)];
  expect(places.map((place) => Math.floor(place / 24))).toEqual(Array.from({ length: 241 }, (_, day) => day));
  expect(places.at(-1)).toBeLessThan(24 * 240 + 5);
  const ofHour = Array.from(
    { length: 24 },
    (_, hour) => places.filter((place) => place % 24 === hour).length,
  );
  expect(Math.min(...ofHour)).toBeGreaterThanOrEqual(8);
  expect(Math.max(...ofHour)).toBeLessThanOrEqual(12);
});

test('where all are read, each is once', () => {
  expect([...lookedAtItems(4, 1)]).toEqual([0, 1, 2, 3]);
});
