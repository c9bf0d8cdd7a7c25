import { expect, test } from 'vitest';
import { otherDoubts, scaleOfPart } from '../../../../src-renderer/runs/ask/doubt-scale';
import type { TargetReports } from '../../../../src-shared/assessment/target-reports';
import { fakeAskable } from '../../fake-asking';
import { evaluation } from '../../fake-desk';

const result = (name: string, doubts: Readonly<Record<string, number[]>>) => ({
  name,
  title: name,
  items: 5,
  detection: {},
  doubts,
});

test('other data are held against by the entropy of single samples and the mutual information of classes', () => {
  const noise = result('noise', {
    entropy: [3, 4],
    'expected-entropy': [1, 2],
    'mutual-information': [0.1, 0.2],
  });
  const { doubts: _, ...older } = noise;
  const ood = [noise, { ...older, name: 'of an earlier version' }];
  expect(otherDoubts({ samples: 8, ood }, fakeAskable('first'))).toEqual([
    { name: 'noise', aleatoric: [1, 2], epistemic: [0.1, 0.2] },
  ]);
});

test('doubts of values are told in the target’s own unit', () => {
  const ood = [result('noise', { 'noise-std': [0.5, 1], 'weight-std': [0.25, 2] })];
  // The standard deviation of the target is 16 MPa.
  expect(otherDoubts({ samples: 8, ood }, fakeAskable('value'))).toEqual([
    { name: 'noise', aleatoric: [8, 16], epistemic: [4, 32] },
  ]);
});

test('nothing is held against an evaluation with another number of weight samples, whose doubts are others', () => {
  const ood = [result('noise', { 'noise-std': [0.5, 1], 'weight-std': [0.25, 2] })];
  expect(otherDoubts({ samples: 7, ood }, fakeAskable('value'))).toEqual([]);
});

test('one of several things is held against the doubts about the same thing among the test items, and against no other data', () => {
  const doubts = [{ item: 0, aleatoric: 0.1, epistemic: 0.2, isRight: true }];
  const reports: TargetReports = {
    version: 1,
    targets: [{ name: 'kind', evaluation: { ...evaluation, doubts } }, { name: 'y' }],
  };
  expect(scaleOfPart('kind', reports)).toEqual({ tested: doubts, others: [], hasNoOthers: true });
  for (const none of [scaleOfPart('y', reports), scaleOfPart('z', reports), scaleOfPart('kind', undefined)])
    expect(none.tested).toEqual([]);
});
