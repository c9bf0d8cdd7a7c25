import { describe, expect, test } from 'vitest';
import { latestWork } from '../../../src-renderer/home/latest-work';
import { leastCalibrated } from '../../../src-renderer/home/least-calibrated';
import { digitsInput, fakeRun } from '../fake-runs';
import { studyReport } from '../fake-study';

const run = (id: string, metrics: Readonly<Record<string, number>> = {}) =>
  fakeRun(id, { ...digitsInput, name: id }, 'finished', { metrics });
const study = (id: string, runIds: readonly string[]) => ({ ...studyReport.summary, id, runIds });
const told = (work: ReturnType<typeof latestWork>) =>
  work.map((one) => (one.kind === 'study' ? `${one.study.id} with ${one.run.id}` : one.run.id));

describe('what came last', () => {
  test('has a study’s runs folded where its newest stands', () => {
    const runs = ['alone', 'b', 'between', 'a'].map((id) => run(id));
    expect(told(latestWork(runs, [study('study', ['a', 'b'])]))).toEqual([
      'alone',
      'study with b',
      'between',
    ]);
  });

  test('counts a run that two studies share for the newer one', () => {
    const studies = [study('newer', ['shared', 'own']), study('older', ['shared', 'first'])];
    expect(
      told(
        latestWork(
          ['shared', 'first'].map((id) => run(id)),
          studies,
        ),
      ),
    ).toEqual(['newer with shared', 'older with first']);
  });
});

describe('the least calibrated runs', () => {
  test('are those whose doubt is furthest off: the ECE of classes, how far 90 % intervals miss 90 % of values', () => {
    const runs = [
      run('good', { 'test.ece': 0.02 }),
      run('values', { 'test.coverage90': 0.78 }),
      run('bad', { 'test.ece': 0.083 }),
      run('diverged', { 'test.ece': Number.NaN }),
      run('unscored'),
    ];
    expect(leastCalibrated(runs).map((one) => [one.run.id, one.text])).toEqual([
      ['values', 'its 90 % intervals hold 78.0\u00a0% of the truths'],
      ['bad', 'calibration error 8.3\u00a0%'],
      ['good', 'calibration error 2.0\u00a0%'],
    ]);
  });
});
