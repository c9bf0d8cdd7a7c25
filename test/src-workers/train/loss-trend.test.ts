import { expect, test } from 'vitest';
import { LossTrend } from '../../../src-workers/train/loss-trend';

function trendOf(steps: number, loss: (step: number) => number, done = steps): LossTrend {
  const trend = new LossTrend(steps);
  for (let step = 1; step <= done; step += 1) trend.take(step, loss(step));
  return trend;
}

test('a straight line falls over a quarter of the steps by a quarter of what it falls in all, without error', () => {
  const fall = trendOf(4000, (step) => 3 - step / 4000).fall(4000);
  expect(fall?.fall).toBeCloseTo(0.25, 10);
  expect(fall?.error).toBeCloseTo(0, 10);
});

test('the error is that of a least-squares line through the means of the stretches', () => {
  // Ten stretches of one step, +1 and -1 in turn: slope -0.0606 = sum (j - 4.5)(-1)^j / 82.5, residual sum 10 - 82.5 slope^2.
  const fall = trendOf(40, (step) => (step % 2 === 1 ? 1 : -1)).fall(40);
  const slope = -5 / 82.5;
  expect(fall?.fall).toBeCloseTo(-10 * slope, 10);
  expect(fall?.error).toBeCloseTo(10 * Math.sqrt((10 - 82.5 * slope ** 2) / 8 / 82.5), 10);
});

test('what happened before the last quarter counts for nothing', () => {
  expect(trendOf(4000, (step) => (step > 3000 ? 1 : 100)).fall(4000)).toEqual({ fall: 0, error: 0 });
});

test('of a run that was stopped the last quarter of what was done counts, without the stretch that was begun', () => {
  const fall = trendOf(4000, (step) => (step <= 2000 ? 3 - step / 4000 : 1e6), 2001).fall(2001);
  expect(fall?.fall).toBeCloseTo(0.125, 10);
});

test('steps that no number of stretches divides belong to one stretch each', () => {
  const fall = trendOf(4013, (step) => 3 - step / 4013).fall(4013);
  expect(fall?.fall).toBeCloseTo(0.25, 3);
  expect(fall?.error).toBeLessThan(1e-3);
});

test('a few steps tell nothing', () => {
  expect(trendOf(4, () => 1).fall(4)).toBeUndefined();
});

test('a run that goes on from a checkpoint tells the same', () => {
  const whole = trendOf(400, (step) => Math.sin(step));
  const first = trendOf(400, (step) => Math.sin(step), 217);
  const second = new LossTrend(400);
  second.restore(217, first.sums);
  for (let step = 218; step <= 400; step += 1) second.take(step, Math.sin(step));
  expect(second.fall(400)).toEqual(whole.fall(400));
});

test('where a checkpoint kept no losses, what is told is of steps after it alone', () => {
  const trend = new LossTrend(400);
  trend.restore(217, undefined);
  for (let step = 218; step <= 400; step += 1) trend.take(step, 3 - step / 400);
  expect(trend.fall(219)).toBeUndefined();
  expect(trend.fall(400)?.fall).toBeCloseTo(0.25, 10);
});
