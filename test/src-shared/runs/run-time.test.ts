import { describe, expect, it } from 'vitest';
import { flattenRun } from '../../../src-shared/runs/run-columns';
import {
  closedGaps,
  goingBetween,
  goingSeconds,
  tookSeconds,
  withGap,
} from '../../../src-shared/runs/run-time';
import { digitsInput, fakeRun } from '../../renderer/fake-runs';

/** Went for 10 s, lay for 60 s, went for 5 s, lay for 100 s, went for 2 s. */
const twiceContinued = {
  started: 0,
  ended: 177_000,
  gaps: [
    { from: 10_000, to: 70_000 },
    { from: 75_000, to: 175_000 },
  ],
};

describe('how long a run took', () => {
  it('counts only the pieces in which it was going', () => {
    expect(tookSeconds(twiceContinued)).toBe(17);
    expect(tookSeconds({ started: 1000, ended: 4000 })).toBe(3);
  });

  it('is not known of a run that goes on, or that never began', () => {
    expect(tookSeconds({ started: 1000 })).toBeUndefined();
    expect(tookSeconds({ ended: 1000 })).toBeUndefined();
  });

  it('is what the table of runs shows, sorts and searches by', () => {
    const run = fakeRun('run', digitsInput, 'finished', twiceContinued);
    expect(flattenRun(run).get('duration')).toBe(17);
  });
});

describe('for how long a run has been going', () => {
  it('grows while it goes, and stands while it waits to go on', () => {
    expect(goingSeconds({ started: 0, gaps: [{ from: 10_000, to: 70_000 }] }, 71_000)).toBe(11);
    expect(goingSeconds({ started: 0, gaps: [{ from: 10_000 }] }, 71_000)).toBe(10);
  });

  it('stands at the beginning of a gap for every moment within it', () => {
    const { gaps } = twiceContinued;
    expect([5000, 10_000, 40_000, 70_000, 71_000].map((time) => goingBetween(0, time, gaps))).toEqual([
      5000, 10_000, 10_000, 10_000, 11_000,
    ]);
  });
});

describe('the gaps of a run', () => {
  it('begin where it stops and end where it goes on', () => {
    const stopped = withGap([{ from: 1, to: 2 }], 5);
    expect(stopped).toEqual([{ from: 1, to: 2 }, { from: 5 }]);
    expect(closedGaps(stopped, 9)).toEqual([
      { from: 1, to: 2 },
      { from: 5, to: 9 },
    ]);
  });

  it('go on where it is stopped before it went on', () => {
    expect(withGap([{ from: 5 }], 9)).toEqual([{ from: 5 }]);
  });
});
