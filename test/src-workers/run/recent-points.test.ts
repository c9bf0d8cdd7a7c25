import { expect, test } from 'vitest';
import { RecentPoints } from '../../../src-workers/run/recent-points';

const point = (step: number, name = 'train.loss') => ({ name, step, epoch: step, time: step, value: step });

function recent(...steps: readonly number[]): RecentPoints {
  const points = new RecentPoints();
  points.add(steps.map((step) => point(step)));
  return points;
}

test('all points stay until the core has them on the disk', () => {
  expect(recent(1, 2, 3).points).toHaveLength(3);
});

test('the step that the core has told of stays: a validation of it may be on its way', () => {
  const points = recent(1, 2, 3, 4);
  points.letGoBefore(3);
  points.add([point(3, 'validation.nll')]);
  expect(points.points.map(({ name, step }) => `${name} ${step}`)).toEqual([
    'train.loss 3',
    'train.loss 4',
    'validation.nll 3',
  ]);
});

test('a worker that is behind the one the core heard keeps what it has yet to measure', () => {
  const points = recent(1, 2);
  points.letGoBefore(5);
  points.add([point(3)]);
  expect(points.points.map(({ step }) => step)).toEqual([3]);
});
