import { afterEach, expect, test, vi } from 'vitest';
import { CheckpointSchedule } from '../../../src-workers/run/checkpoint-schedule';

afterEach(() => {
  vi.useRealTimers();
});

test.each([3_600_000, -3_600_000])(
  'a clock that is set by %i ms makes no checkpoint come earlier or later than its minutes',
  (jump) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const schedule = new CheckpointSchedule({ everyMinutes: 2, keep: 2 }, 0);
    vi.setSystemTime(Date.now() + jump);
    vi.advanceTimersByTime(119_000);
    expect(schedule.isDue(7)).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(schedule.isDue(8)).toBe(true);
    schedule.noteWritten();
    expect(schedule.isDue(9)).toBe(false);
  },
);
