import { expect, it, vi } from 'vitest';
import { AskedTask } from '../../../src-renderer/link/asked-task.svelte';
import { predictionRequest } from '../../../src-renderer/runs/predict/prediction-request';
import { BadInputError, WouldReplaceError } from '../../../src-shared/errors';
import type { PosteriorResult } from '../../../src-shared/posterior/posterior-work';
import type { Api } from '../../../src-shared/protocol/api';
import type { CoreEvent } from '../../../src-shared/protocol/core-event';
import { taskTitles } from '../../../src-shared/tasks';

/** A link whose core answers when the test says so. */
function scriptedLink() {
  const listeners = new Set<(event: CoreEvent) => void>();
  let answer: { resolve: (value: PosteriorResult) => void; reject: (error: Error) => void } | undefined;
  const predict = vi.fn<Api['predict']>(
    () =>
      new Promise((resolve, reject) => {
        answer = { resolve, reject };
      }),
  );
  const cancelTask = vi.fn(async () => null);
  const onEvent = (listener: (event: CoreEvent) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const tell = (items: { done: number; total: number }) => {
    const task = {
      id: 'task-1',
      title: taskTitles.predict('demo-1'),
      state: 'going',
      doneMB: 0,
      items,
    } as const;
    for (const listener of [...listeners]) listener({ type: 'task', task });
  };
  const link = { api: { predict, cancelTask }, onEvent };
  return { link, predict, cancelTask, listeners, tell, answer: () => answer };
}

const askFor = (
  task: AskedTask<PosteriorResult>,
  { api }: { readonly api: Pick<Api, 'predict'> },
  request: ReturnType<typeof predictionRequest>,
) => task.ask(taskTitles.predict('demo-1'), 'The prediction', () => api.predict('demo-1', request));

it('asks with as many samples as were written, shows how far it is, and what came of it', async () => {
  const { link, predict, tell, answer, listeners } = scriptedLink();
  const prediction = new AskedTask<PosteriorResult>(link);
  const done = askFor(prediction, link, predictionRequest('/data/pictures', '/data/out.csv', '16'));
  expect(predict).toHaveBeenCalledWith('demo-1', {
    input: '/data/pictures',
    out: '/data/out.csv',
    samples: 16,
  });
  expect(prediction.isGoing).toBe(true);
  tell({ done: 256, total: 1000 });
  expect(prediction.items).toEqual({ done: 256, total: 1000 });
  answer()?.resolve({ rows: 1000, samples: 16, columns: ['file'], notes: [] });
  await done;
  expect(prediction.isGoing).toBe(false);
  expect(prediction.result).toMatchObject({ rows: 1000, samples: 16 });
  expect(listeners.size).toBe(0);
});

it('leaves the number of samples to the run where none is written, and says why it failed', async () => {
  const { link, predict, answer } = scriptedLink();
  const prediction = new AskedTask<PosteriorResult>(link);
  const done = askFor(prediction, link, predictionRequest('/data/pictures', '/data/out.csv', ' '));
  expect(predict).toHaveBeenCalledWith('demo-1', { input: '/data/pictures', out: '/data/out.csv' });
  answer()?.reject(new BadInputError('/data/pictures holds no PNG file.'));
  await done;
  expect(prediction.trouble).toBe('/data/pictures holds no PNG file.');
});

it('is cancelled by its task', async () => {
  const { link, cancelTask, tell, answer } = scriptedLink();
  const prediction = new AskedTask<PosteriorResult>(link);
  const done = askFor(prediction, link, predictionRequest('/data/pictures', '/data/out.csv', ''));
  await prediction.cancel();
  expect(cancelTask).not.toHaveBeenCalled();
  tell({ done: 1, total: 2 });
  await prediction.cancel();
  expect(cancelTask).toHaveBeenCalledWith('task-1');
  answer()?.reject(new BadInputError('Predicting with demo-1 was cancelled.'));
  await done;
});

it('tells a file in the way, which the person may agree to lose, from other trouble', async () => {
  const { link, answer } = scriptedLink();
  const prediction = new AskedTask<PosteriorResult>(link);
  for (const [error, isInTheWay] of [
    [new WouldReplaceError('/data/out.csv is there already.'), true],
    [new BadInputError('/data/pictures holds no PNG file.'), false],
  ] as const) {
    const done = askFor(prediction, link, predictionRequest('/data/pictures', '/data/out.csv', ''));
    expect(prediction.wouldReplace).toBe(false);
    answer()?.reject(error);
    await done;
    expect([prediction.wouldReplace, prediction.trouble]).toEqual([isInTheWay, error.message]);
  }
});
