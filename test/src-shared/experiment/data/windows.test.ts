import { describe, expect, it } from 'vitest';
import { requireForecast, windowsOf } from '../../../../src-shared/experiment/data/windows';

const settings = { history: 3, horizon: 2, stride: 1, validationFraction: 0.25, testFraction: 0.2 };

describe('the windows of a series of 20 steps, 12 to train on, 4 to validate, 4 to test', () => {
  const { train, validation, test, trainSteps } = windowsOf(20, settings);

  it('train on training steps alone', () => {
    expect(trainSteps).toEqual({ first: 0, end: 12 });
    expect([...train]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('validate and test on forecasts that lie in their part, from a past that may not', () => {
    expect([...validation]).toEqual([9, 10, 11]);
    expect([...test]).toEqual([13, 14, 15]);
  });

  it('start further apart with a stride', () => {
    expect([...windowsOf(20, { ...settings, stride: 3 }).train]).toEqual([0, 3, 6]);
  });
});

describe('a series that is too short', () => {
  it('for a single window is refused', () => {
    expect(() => windowsOf(4, settings)).toThrow(
      'data.horizon: a window of 3 + 2 steps is longer than the whole series of 4.',
    );
  });

  it('for a window in one of its parts is refused by that part', () => {
    expect(() => windowsOf(7, settings)).toThrow(
      'data.horizon: the training part of the series has 4 steps, too few for a window of 3 + 2.',
    );
    expect(() => windowsOf(12, { ...settings, validationFraction: 0.1 })).toThrow(
      'the validation part of the series has 1 steps, too few for a window of 2',
    );
  });

  it('may do without a part that was not asked for', () => {
    const { validation, test } = windowsOf(5, { ...settings, validationFraction: 0, testFraction: 0 });
    expect([validation.length, test.length]).toEqual([0, 0]);
  });
});

describe('steps that are left out, 4 and 5 of 20', () => {
  const { train, validation, test, leftOut } = windowsOf(20, settings, { first: 4, end: 6 });

  it('are touched by no window of training, from its past to what it forecasts', () => {
    expect([...train]).toEqual([6, 7]);
    expect([...validation]).toEqual([9, 10, 11]);
    expect([...test]).toEqual([13, 14, 15]);
  });

  it('are forecast by windows that are apart, from a past that is not left out', () => {
    expect([...(leftOut ?? [])]).toEqual([1]);
  });

  it('must be as many as a window forecasts, and leave one of each part', () => {
    const few = { first: 4, end: 5 };
    expect(() => requireForecast([windowsOf(20, settings, few)], [few], settings.horizon)).toThrow(
      'data.leaveOutPeriod: its 1 steps are too few for the 2 that a window forecasts; leave out more.',
    );
    expect(() => windowsOf(20, settings, { first: 2, end: 9 })).toThrow(
      'data.leaveOutPeriod: every window of the training part touches it; leave out less, or shorten data.history.',
    );
    expect(() => windowsOf(20, settings, { first: 16, end: 20 })).toThrow(/every window of the test part/);
  });
});

describe('rolling origins', () => {
  const windows = { history: 3, horizon: 2, stride: 1, validationFraction: 0, testFraction: 0.4 };

  /** Of scikit-learn 1.9.1: `TimeSeriesSplit(n_splits=4, test_size=2).split(range(20))` and `TimeSeriesSplit(n_splits=3, test_size=6).split(range(47))`. */
  it.each([
    [
      20,
      4,
      [
        [12, 14],
        [14, 16],
        [16, 18],
        [18, 20],
      ],
    ],
    [
      47,
      3,
      [
        [29, 35],
        [35, 41],
        [41, 47],
      ],
    ],
  ])(
    'of %i steps cut into %i pieces train on all before a piece and test on it, as scikit-learn splits them',
    (steps, origins, pieces) => {
      pieces.forEach(([first, end], at) => {
        const { trainSteps, train, test } = windowsOf(steps, { ...windows, origins, origin: at + 1 });
        expect(trainSteps).toEqual({ first: 0, end: first });
        expect(Math.max(...train) + 5).toBe(first);
        // Every window forecasts steps of the piece, from a past that may be of training.
        expect(Math.min(...test) + 3).toBe(first);
        expect(Math.max(...test) + 5).toBe(end);
      });
    },
  );

  it('hold what validates out of what comes before', () => {
    const { trainSteps, validation } = windowsOf(20, {
      ...windows,
      validationFraction: 0.25,
      origins: 4,
      origin: 1,
    });
    expect(trainSteps.end).toBe(9);
    expect([...validation]).toEqual([6, 7]);
  });
});
