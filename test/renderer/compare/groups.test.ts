import { expect, it } from 'vitest';
import { comparedGroups, groupingLabel, groupSpread } from '../../../src-renderer/compare/groups';
import { allButSeed } from '../../../src-shared/runs/run-groups';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { digitsInput, fakeRun } from '../fake-runs';

/** Two runs of 4 samples with different seeds, and two of 8, of which one measured no number. */
const runs = [runOf(4, 1, 0.8), runOf(4, 2, 0.9), runOf(8, 1, 0.7), runOf(8, 2, Number.NaN)];

function runOf(samples: number, seed: number, accuracy: number): RunSummary {
  const input = { ...digitsInput, seed, training: { ...digitsInput.training, samples } };
  return fakeRun(`run-${samples}-${seed}`, input, 'finished', { metrics: { 'test.accuracy': accuracy } });
}

it('runs that differ in their seed alone are one group, told by the settings in which others differ', () => {
  const groups = comparedGroups(runs, allButSeed);
  expect(groups.map(({ label, runs: own }) => [label, own.length])).toEqual([
    ['Samples 4', 2],
    ['Samples 8', 2],
  ]);
  expect(comparedGroups(runs, [])).toEqual([]);
  expect(comparedGroups(runs, ['seed', 'training.samples']).map(({ label }) => label)).toEqual([
    'Seed 1, samples 4',
    'Seed 1, samples 8',
    'Seed 2, samples 4',
    'Seed 2, samples 8',
  ]);
  expect(groupingLabel(runs.slice(0, 2), allButSeed)).toBe('settings that are all alike but for the seed');
});

it('a group’s score is the mean of its finite ones with their deviation', () => {
  const [four, eight] = comparedGroups(runs, allButSeed);
  if (!four || !eight) throw new Error('There are two groups.');
  expect(groupSpread('test.accuracy', four)).toMatchObject({
    mean: expect.closeTo(0.85, 12),
    std: expect.closeTo(Math.SQRT1_2 / 10, 12),
  });
  expect(groupSpread('test.accuracy', eight)).toMatchObject({ mean: 0.7, std: undefined, count: 1 });
});
