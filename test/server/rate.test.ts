import { expect, test } from 'vitest';
import { AskerRates } from '../../src-main/server/asker-rates';
import { Rate } from '../../src-main/server/rate';

/** How many of these tries are let through. */
const passed = (tries: number, take: () => boolean) =>
  Array.from({ length: tries }, () => take()).filter(Boolean).length;

test('so many at once, then so many a second, never more at once than at first', () => {
  let time = 0;
  const rate = new Rate(2, 5, () => time);
  expect(passed(10, () => rate.take())).toBe(5);
  time = 400;
  expect(rate.take()).toBe(false);
  time = 1000;
  expect(passed(10, () => rate.take())).toBe(2);
  time = 1_000_000;
  expect(passed(10, () => rate.take())).toBe(5);
});

test('each asker has turns of its own', () => {
  const rates = new AskerRates(() => new Rate(1, 3, () => 0));
  expect(passed(5, () => rates.take('one'))).toBe(3);
  expect(passed(5, () => rates.take('other'))).toBe(3);
});

test('of a thousand askers and more, who asked longest ago is forgotten, and nobody else', () => {
  const rates = new AskerRates(() => new Rate(1, 1, () => 0));
  rates.take('first');
  rates.take('second');
  for (let asker = 0; asker < 999; asker += 1) rates.take(`${asker}`);
  expect(rates.take('second')).toBe(false);
  expect(rates.take('first')).toBe(true);
});
