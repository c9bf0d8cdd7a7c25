import { expect, test } from 'vitest';
import { chainNotes } from '../../../src-shared/assessment/chain-notes';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

const chained = (samples: number, method: 'hmc' | 'variational' = 'hmc') =>
  experimentSchema.parse({
    data: { dataset: 'concrete' },
    model: { kind: 'mlp' },
    inference: { method },
    training: { samples },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });

test('says nothing of chains that agree, nor of other methods', () => {
  const fine = { 'posterior.rHat': 1.01, 'posterior.ess': 400, 'posterior.divergent': 0 };
  expect(chainNotes(fine, chained(4))).toEqual([]);
  expect(chainNotes({ 'posterior.rHat': 2 }, chained(4, 'variational'))).toEqual([]);
});

test('says with the number where chains disagree, mix slowly or diverge', () => {
  const bad = { 'posterior.rHat': 1.234, 'posterior.ess': 12.3, 'posterior.divergent': 0.025 };
  expect(chainNotes(bad, chained(4))).toEqual([
    expect.stringContaining('R-hat 1.23'),
    expect.stringContaining('worth 12.3'),
    expect.stringContaining('2.5 %'),
  ]);
});

test('says that one chain tells nothing of convergence', () => {
  expect(chainNotes({}, chained(1))).toEqual([expect.stringContaining('at least 2')]);
});
