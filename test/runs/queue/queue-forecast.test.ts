import { describe, expect, test } from 'vitest';
import { forecastQueue, readQueue } from '../../../src-main/runs/queue/queue-forecast';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { noAnnotations } from '../../../src-shared/runs/annotations';
import type { RunStatus, RunSummary } from '../../../src-shared/runs/runs';

function run(
  id: string,
  status: RunStatus,
  devices: readonly string[],
  more: Partial<RunSummary> = {},
): RunSummary {
  const experiment = experimentSchema.parse({
    name: `Run ${id}`,
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    training: { epochs: 10 },
    parallel: { mode: 'local', devices },
  });
  return {
    ...{ id, status, reason: '', experiment, created: 0, engine: '', metrics: {} },
    annotations: noAnnotations,
    ...more,
  };
}

const queued = (summary: RunSummary, secondsLeft?: number) => ({ summary, own: true, secondsLeft });

describe('the forecast of the queue', () => {
  test('a run starts when the last of its devices is let go by those before it', () => {
    const { entries, secondsLeft } = forecastQueue([
      queued(run('a', 'running', ['cpu:0']), 10),
      queued(run('b', 'running', ['cpu:1']), 30),
      queued(run('c', 'queued', ['cpu:0', 'cpu:1']), 5),
      queued(run('d', 'queued', ['cpu:0']), 1),
      queued(run('e', 'queued', ['cpu:2']), 7),
    ]);
    expect(entries.map(({ secondsUntilStart }) => secondsUntilStart)).toEqual([0, 0, 30, 35, 0]);
    expect(entries.map(({ waitsFor }) => waitsFor)).toEqual([[], [], ['cpu:0', 'cpu:1'], ['cpu:0'], []]);
    expect(entries.map(({ state }) => state)).toEqual([
      'running',
      'running',
      'waiting',
      'waiting',
      'waiting',
    ]);
    expect(secondsLeft).toBe(36);
  });

  test('what is not known of a run is not known of those that wait for it, and of no others', () => {
    const queue = forecastQueue([
      queued(run('a', 'paused', ['cpu:0'])),
      queued(run('b', 'queued', ['cpu:0']), 5),
      queued(run('c', 'queued', ['cpu:1']), 5),
    ]);
    expect(queue.entries.map(({ secondsUntilStart }) => secondsUntilStart)).toEqual([0, undefined, 0]);
    expect(queue.entries[0]).toMatchObject({ state: 'paused', devices: ['cpu:0'] });
    expect(queue.secondsLeft).toBeUndefined();
  });

  test('a run that shares its device waits until one of those there ends, and one that shares none for all', () => {
    const on = (id: string, status: RunStatus, share?: number) => {
      const summary = run(id, status, ['gpu:0']);
      const { experiment } = summary;
      return { ...summary, experiment: { ...experiment, parallel: { ...experiment.parallel, share } } };
    };
    const { entries } = forecastQueue([
      queued(on('a', 'running', 2), 20),
      queued(on('b', 'running', 2), 10),
      queued(on('c', 'queued', 2), 5),
      queued(on('d', 'queued'), 1),
    ]);
    expect(entries.map(({ secondsUntilStart }) => secondsUntilStart)).toEqual([0, 0, 10, 20]);
    expect(entries.map(({ waitsFor }) => waitsFor)).toEqual([[], [], ['gpu:0'], ['gpu:0']]);
  });

  test('an empty queue is done', () => {
    expect(forecastQueue([])).toEqual({ entries: [], secondsLeft: 0 });
  });

  test('a waiting run takes as long per epoch as the last finished run of its kind', () => {
    const older = run('old', 'finished', ['cpu:0'], { started: 0, ended: 999_000 });
    const newer = run('new', 'finished', ['cpu:0'], { started: 0, ended: 20_000 });
    const waiting = run('w', 'queued', ['cpu:0']);
    const longer = { ...waiting.experiment, training: { ...waiting.experiment.training, epochs: 30 } };
    const other = run('o', 'queued', ['cpu:1']);
    const list = [other, { ...waiting, experiment: longer }, newer, older];
    const { entries } = readQueue([{ id: 'w' }, { id: 'o' }], list, (id) => id === 'w');
    expect(entries).toMatchObject([
      { runId: 'w', secondsLeft: 60, own: true },
      { runId: 'o', own: false },
    ]);
    expect(entries[1]).not.toHaveProperty('secondsLeft');
  });
});
