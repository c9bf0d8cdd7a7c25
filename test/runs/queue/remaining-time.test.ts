import { describe, expect, test } from 'vitest';
import { RemainingTime } from '../../../src-main/runs/queue/remaining-time';

describe('the time that remains', () => {
  test('is the pace so far times the steps to go', () => {
    const remaining = new RemainingTime();
    expect(remaining.observe(0, 10, 100)).toBeUndefined();
    // 20 steps in 4 s: 0.2 s a step, 70 steps to go.
    expect(remaining.observe(4000, 30, 100)).toBeCloseTo(14, 9);
  });

  test('follows the pace of the last 20 seconds', () => {
    const remaining = new RemainingTime();
    remaining.observe(0, 0, 1000);
    remaining.observe(30_000, 300, 1000);
    // The oldest known point is at 30 s now: 10 steps in 20 s, 690 to go.
    remaining.observe(40_000, 305, 1000);
    expect(remaining.observe(50_001, 310, 1000)).toBeCloseTo((690 * 20.001) / 10, 6);
  });

  test('is known also where a step takes longer than that', () => {
    const remaining = new RemainingTime();
    remaining.observe(0, 1, 5);
    expect(remaining.observe(60_000, 2, 5)).toBe(180);
  });
});
