import { expect, test } from 'vitest';
import type { Assessment } from '../../../src-shared/assessment/assessment';
import { assessmentMetrics } from '../../../src-shared/assessment/assessment-metrics';
import { withKept } from '../../../src-shared/assessment/with-kept';

const areaOf = (auroc: number) => ({ entropy: { auroc, aupr: auroc, fpr95: auroc } });

/** Other data of one base name, each with a score by which it is known. */
const other = (path: string, score: number): Assessment['ood'][number] => ({
  name: 'test',
  title: 'test.csv',
  path,
  items: 10,
  detection: areaOf(score),
  doubts: undefined,
});
const found = (ood: Assessment['ood']): Assessment => ({ version: 1, step: 3, samples: 2, items: 10, ood });
const keysOf = (assessment: Assessment) => {
  const metrics = assessmentMetrics(assessment);
  return [metrics['ood.test.auroc.entropy'], metrics['ood.test-2.auroc.entropy']];
};

test('the scores of files of one name stay under their keys, whichever was looked at last', () => {
  const both = found([other('/a/test.csv', 0.1), other('/b/test.csv', 0.2)]);
  expect(keysOf(both)).toEqual([0.1, 0.2]);
  const again = withKept(found([other('/a/test.csv', 0.1)]), both);
  expect(keysOf(again)).toEqual([0.1, 0.2]);
  expect(keysOf(withKept(found([other('/b/test.csv', 0.3), other('/a/test.csv', 0.1)]), again))).toEqual([
    0.1, 0.3,
  ]);
  const more = withKept(found([other('/c/test.csv', 0.4)]), both);
  expect(assessmentMetrics(more)['ood.test-3.auroc.entropy']).toBe(0.4);
});

test('what the items cannot tell is no score, rather than one that is no number', () => {
  expect(Object.keys(assessmentMetrics(found([other('/a/test.csv', Number.NaN)])))).toEqual([]);
});
