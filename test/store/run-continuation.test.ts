import { describe, expect, onTestFinished, test } from 'vitest';
import { reopenRun } from '../../src-main/runs/continuation';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});
const progress = { phase: 'loading', step: 4, totalSteps: 0, epoch: 0 } as const;
const next = { id: 'demo', experiment, engine: 'an engine', owner: '2@x', gaps: [], progress };

const point = (name: string, step: number, value: number = step) => ({
  name,
  step,
  epoch: step / 10,
  time: 5,
  value,
});
const loss = (step: number, value?: number) => point('train.loss', step, value);

/** A run that has told of five steps and whose process is gone. */
function interrupted() {
  const store = openStore(temporaryFolder(), { busyTimeoutMs: 50 });
  onTestFinished(() => store.close());
  const { writer, reader } = store;
  writer.create({ id: 'demo', experiment, engine: 'an engine', codeVersion: '1', owner: '1@x', created: 1 });
  const tell = (points: readonly ReturnType<typeof point>[], rewind?: { step: number }) =>
    writer.store([
      { runId: 'demo', change: {}, points, finalMetrics: {}, logs: [], ...(rewind ? { rewind } : {}) },
    ]);
  tell([loss(1), loss(2), loss(3), point('worker.0.stepMs', 3), loss(4), loss(5)]);
  writer.change('demo', { status: 'interrupted' });
  const told = () => reader.points('demo', 0).map(({ name, step, value }) => [name, step, value]);
  return { ...store, tell, told };
}

test('a run that goes on keeps all it measured up to there, from the very moment on', () => {
  const { continuation, reader, told } = interrupted();
  expect(continuation.reopen(next, { step: 4 })).toBe(true);
  expect(told()).toEqual([
    ['train.loss', 1, 1],
    ['train.loss', 2, 2],
    ['train.loss', 3, 3],
    ['worker.0.stepMs', 3, 3],
    ['train.loss', 4, 4],
  ]);
  expect(reader.run('demo')).toMatchObject({ status: 'queued', progress, metrics: { 'train.loss': 4 } });
});

test('what it tells again is there once, and what the store had missed comes in', () => {
  const { continuation, tell, told } = interrupted();
  continuation.reopen(next, { step: 4 });
  // The same points with other values show which of the two stays.
  tell([loss(3, 30), point('validation.nll', 4), loss(4, 40), loss(4, 41), loss(5, 50), loss(6, 60)]);
  expect(told().slice(2)).toEqual([
    ['train.loss', 3, 3],
    ['worker.0.stepMs', 3, 3],
    ['train.loss', 4, 4],
    ['validation.nll', 4, 4],
    ['train.loss', 5, 50],
    ['train.loss', 6, 60],
  ]);
});

test("workers' own times are measured anew and never taken for the same", () => {
  const { continuation, tell, told } = interrupted();
  continuation.reopen(next, { step: 4 });
  tell([point('worker.0.stepMs', 3, 7)]);
  expect(told().filter(([name]) => name === 'worker.0.stepMs')).toEqual([
    ['worker.0.stepMs', 3, 3],
    ['worker.0.stepMs', 3, 7],
  ]);
});

test('one that lost a worker goes back in the same way, while it goes on', () => {
  const { tell, told } = interrupted();
  tell([loss(2), loss(3, 31)], { step: 2 });
  expect(told()).toEqual([
    ['train.loss', 1, 1],
    ['train.loss', 2, 2],
    ['train.loss', 3, 31],
  ]);
});

describe('of what only a checkpoint knows', () => {
  const state = {
    step: 6,
    points: [loss(5, 55), loss(6)],
    isValidated: true,
    earlyStopping: { best: Infinity, epochsSinceBest: 0 },
    validationNll: Infinity,
    bestKept: Infinity,
  };
  const found = { newest: { path: 'step-6', state }, notes: [] };

  test('all is stored in the moment in which a run goes on, and nothing a second time', () => {
    const store = interrupted();
    expect(reopenRun(store, next, () => found)).toBe(found);
    expect(store.told().slice(-3)).toEqual([
      ['train.loss', 4, 4],
      ['train.loss', 5, 5],
      ['train.loss', 6, 6],
    ]);
    expect(store.reader.run('demo').metrics).toEqual({ 'train.loss': 6 });
  });

  test('nothing is stored by the slower one of two processes that go on with a run', () => {
    const store = interrupted();
    const nowhere = { newest: undefined, notes: [] };
    expect(reopenRun(store, next, () => nowhere)).toBe(nowhere);
    expect(reopenRun(store, { ...next, owner: '3@x' }, () => found)).toBeUndefined();
    expect(store.told()).toEqual([]);
  });
});

test('a point that comes in the place of a removed one has a later id than any before', () => {
  const { continuation, reader, tell } = interrupted();
  const last = reader.points('demo', 0).at(-1)?.id ?? 0;
  continuation.reopen(next, { step: 4 });
  tell([loss(5, 50)]);
  expect(reader.points('demo', last).map(({ step, value }) => [step, value])).toEqual([[5, 50]]);
});
