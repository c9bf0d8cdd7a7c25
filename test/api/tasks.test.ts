import { expect, test, vi } from 'vitest';
import { type TaskControls, Tasks } from '../../src-main/api/tasks';
import { FailedError } from '../../src-shared/errors';
import type { TaskProgress } from '../../src-shared/tasks';

/** Tasks whose reports are kept, and a piece of work that the test ends. */
function newTasks() {
  const reports: TaskProgress[] = [];
  const wasGoing: boolean[] = [];
  const tasks: Tasks = new Tasks((task) => {
    reports.push(task);
    wasGoing.push(tasks.isGoing('key'));
  });
  let controls: TaskControls | undefined;
  let finish: (error?: unknown) => void = () => {};
  const id = tasks.start('key', 'Fetching it', (given) => {
    controls = given;
    return new Promise((resolve, reject) => {
      finish = (error) => (error === undefined ? resolve() : reject(error));
      given.signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  });
  return { tasks, reports, wasGoing, id, controls, finish: (error?: unknown) => finish(error) };
}

test('a task reports its beginning, its progress and its end, and is over when the end is told', async () => {
  const { tasks, reports, wasGoing, id, controls, finish } = newTasks();
  controls?.onProgress(3, 12);
  finish();
  await tasks.close();
  const base = { id, title: 'Fetching it' };
  expect(reports).toEqual([
    { ...base, state: 'going', doneMB: 0 },
    { ...base, state: 'going', doneMB: 3, totalMB: 12 },
    { ...base, state: 'done', doneMB: 3, totalMB: 12 },
  ]);
  expect(wasGoing.at(-1)).toBe(false);
});

test('a task that fails says why', async () => {
  const { reports, finish } = newTasks();
  finish(new FailedError('The server did not answer.'));
  await vi.waitFor(() =>
    expect(reports.at(-1)).toMatchObject({ state: 'failed', message: 'The server did not answer.' }),
  );
});

test('a task that is cancelled is no failure', async () => {
  const { tasks, reports, id } = newTasks();
  tasks.cancel(id);
  await tasks.close();
  expect(reports.at(-1)).toMatchObject({ state: 'cancelled' });
});

test('the same work is not done twice at a time', async () => {
  const { tasks } = newTasks();
  expect(() => tasks.start('key', 'Fetching it', async () => {})).toThrow(
    /^Fetching it is going on already;/,
  );
  await tasks.close();
});
