import { expect, test } from 'vitest';
import { EarlyStopping } from '../../../src-workers/train/early-stopping';

/** Takes epochs of steps with these losses each, and a validation score that never improves on the first. */
function epochs(stopping: EarlyStopping, losses: readonly (readonly number[])[], isWhole = true): void {
  for (const ofEpoch of losses) {
    for (const loss of ofEpoch) stopping.takeLoss(loss);
    stopping.endEpoch(1, isWhole);
  }
}

test('by the validation likelihood it is over after so many epochs without a better one, whatever the loss does', () => {
  const stopping = new EarlyStopping({ patienceEpochs: 2, by: 'validation.nll' });
  epochs(stopping, [[3], [2]]);
  expect(stopping.isOver).toBe(false);
  epochs(stopping, [[1]]);
  expect(stopping.isOver).toBe(true);
});

test('by the loss it goes by its mean over each epoch, whatever the validation does', () => {
  const stopping = new EarlyStopping({ patienceEpochs: 2, by: 'train.loss' });
  // Means 4, 3, 2.5; the lowest loss of a step is in the first.
  epochs(stopping, [
    [1, 7],
    [2, 4],
    [2, 3],
  ]);
  expect(stopping.state).toEqual({ best: 2.5, epochsSinceBest: 0 });
  epochs(stopping, [[2.6], [2.5]]);
  expect(stopping.isOver).toBe(true);
});

test('epochs in which the divergence still warms up have another loss, and do not count', () => {
  const stopping = new EarlyStopping({ patienceEpochs: 1, by: 'train.loss' });
  epochs(stopping, [[1], [2], [3]], false);
  expect(stopping.isOver).toBe(false);
  epochs(stopping, [[3]]);
  expect(stopping.state.best).toBe(3);
});

test('a run that goes on in the middle of an epoch has the same mean', () => {
  const settings = { patienceEpochs: 1, by: 'train.loss' } as const;
  const [first, second] = [new EarlyStopping(settings), new EarlyStopping(settings)];
  first.takeLoss(1);
  second.restore(first.state);
  epochs(second, [[4]]);
  expect(second.state.best).toBe(2.5);
});

test('without it nothing ends early', () => {
  const stopping = new EarlyStopping(undefined);
  epochs(stopping, Array(100).fill([1]));
  expect(stopping.isOver).toBe(false);
});
