import { describe, expect, test } from 'vitest';
import {
  otherPrograms,
  recentCoresOfOthers,
  speedDoubt,
} from '../../../../src-renderer/runs/workers/other-programs';

const measured = (values: Readonly<Record<string, readonly number[]>>) => (name: string) => {
  const own = values[name];
  return own && { steps: own.map((_, step) => step), values: own };
};

describe('what other programs did', () => {
  test('is what the machine did less the run’s own workers: 3.5 less 1 and 0.9 cores', () => {
    const of = measured({
      'worker.0.machineCores': [3.4, 3.5, 3.6],
      'worker.0.busyCores': [1, 1, 1],
      'worker.1.busyCores': [0.8, 0.9, 1],
    });
    expect(recentCoresOfOthers(2, of)).toBeCloseTo(1.6);
    expect(recentCoresOfOthers(3, of), 'one worker said nothing').toBeUndefined();
    expect(recentCoresOfOthers(2, measured({})), 'a run from before it was measured').toBeUndefined();
  });

  test('is told beside every time, and what it means where it takes more than a tenth of the cores', () => {
    expect(otherPrograms(0.1, 2)).toEqual({
      text: 'Other programs kept 0.1 of 2 cores busy meanwhile.',
      isDisturbing: false,
    });
    expect(otherPrograms(1.62, 4)).toEqual({
      text: 'Other programs kept 1.6 of 4 cores busy meanwhile: these times are longer than they would be alone.',
      isDisturbing: true,
    });
    expect(otherPrograms(undefined, 4).text).toBe('');
    expect(otherPrograms(1, undefined).text).toBe('');
  });

  test('makes a speed-up say little where it disturbed either of the two that are held against each other', () => {
    expect(speedDoubt({ run: 1.5, one: 0.1 }, 2)).toBe(
      'This says little: other programs kept 1.5 of 2 cores busy while this run trained.',
    );
    expect(speedDoubt({ run: 1.5, one: 1.7 }, 2)).toBe(
      'This says little: other programs kept 1.5 of 2 cores busy while this run trained, and 1.7 of 2 cores busy while one device did.',
    );
    expect(speedDoubt({ run: 0.1, one: 0.2 }, 2)).toBe('');
    expect(speedDoubt({ run: undefined, one: undefined }, 2)).toBe('');
  });
});
