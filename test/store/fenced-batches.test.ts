import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BatchKeeper } from '../../src-main/store/batch-keeper';
import { mergeLeftSpools } from '../../src-main/store/left-spools';
import type { RunBatch } from '../../src-main/store/run-changes';
import { Spool } from '../../src-main/store/spool';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});
const progress = { phase: 'loading', step: 0, totalSteps: 0, epoch: 0 } as const;
const first = '1@boot-1@login1';
const second = '2@boot-2@login2';

/** A store with a run of the first process, and that process's keeper of what it measures. */
function setUp() {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  store.writer.create({ id: 'demo', experiment, engine: '', codeVersion: '1', owner: first, created: 1 });
  store.writer.change('demo', { status: 'running' });
  const lost: string[] = [];
  const spool = new Spool(join(home, 'spool'), first);
  const keeper = new BatchKeeper({
    writer: store.writer,
    spool,
    retryMs: 0,
    onLost: (ids) => lost.push(...ids),
    onHealth: () => {},
  });
  const interrupt = () => store.writer.change('demo', { status: 'interrupted', ended: 5 });
  const reopen = (owner: string) =>
    store.continuation.reopen(
      { id: 'demo', experiment, engine: '', owner, gaps: [], progress },
      { step: 1000 },
    );
  const steps = () => store.reader.points('demo', 0).map(({ step }) => step);
  return { home, store, spool, keeper, lost, interrupt, reopen, steps };
}

function batch(step: number, more: Partial<RunBatch> = {}): RunBatch {
  const points = [{ name: 'train.loss', step, epoch: 1, time: 1, value: step }];
  const logs = [{ time: 1, level: 'info', text: `step ${step}` } as const];
  return { runId: 'demo', owner: first, change: {}, points, finalMetrics: {}, logs, ...more };
}

test('nothing that a process measured is stored of a run that another one continued, and it is told so', () => {
  const { keeper, interrupt, reopen, steps, store, lost } = setUp();
  keeper.keep([batch(1)]);
  interrupt();
  expect(reopen(second)).toBe(true);
  keeper.keep([
    batch(2, { change: { status: 'running' }, finalMetrics: { 'test.nll': 1 }, rewind: { step: 0 } }),
  ]);
  expect(lost).toEqual(['demo']);
  expect(steps()).toEqual([1]);
  expect(store.reader.run('demo')).toMatchObject({ status: 'queued', metrics: { 'train.loss': 1 } });
  expect(store.reader.logs('demo', 0).map(({ text }) => text)).toEqual(['step 1']);
});

test('nor what it had spooled and never stored, whoever finds the spool', () => {
  const { home, spool, interrupt, reopen, steps, store } = setUp();
  interrupt();
  reopen(second);
  spool.append({ number: 1, batches: [batch(2)] });
  mergeLeftSpools(join(home, 'spool'), store.writer, () => true);
  expect(steps()).toEqual([]);
});

test('a run of which others only said that it is interrupted stays its owner’s', () => {
  const { keeper, interrupt, steps, lost, store } = setUp();
  interrupt();
  keeper.keep([batch(1)]);
  expect({ lost, steps: steps() }).toEqual({ lost: [], steps: [1] });
  expect(store.continuation.takeUp('demo', second, { status: 'running', reason: '' })).toBe(false);
  expect(store.continuation.takeUp('demo', first, { status: 'running', reason: '' })).toBe(true);
  expect(store.reader.run('demo').status).toBe('running');
  expect(store.reader.run('demo').ended).toBeUndefined();
  // A second time there is nothing to take up.
  expect(store.continuation.takeUp('demo', first, { status: 'running', reason: '' })).toBe(false);
});

test('a run that was removed is nobody’s', () => {
  const { keeper, interrupt, lost, store } = setUp();
  interrupt();
  store.annotations.remove(['demo'], 1);
  keeper.keep([batch(1)]);
  expect(lost).toEqual(['demo']);
});

test('a run on a cluster is its follower’s', () => {
  const { store, keeper, lost, steps } = setUp();
  store.continuation.takeOver('demo', first, `cluster:${first}`);
  keeper.keep([batch(1)]);
  store.continuation.takeOver('demo', `cluster:${first}`, `cluster:${second}`);
  keeper.keep([batch(2)]);
  expect({ lost, steps: steps() }).toEqual({ lost: ['demo'], steps: [1] });
});

test('what is spooled after others have merged and removed the spool is in a file again', () => {
  const { home, spool, store, steps } = setUp();
  spool.append({ number: 1, batches: [batch(1)] });
  mergeLeftSpools(join(home, 'spool'), store.writer, () => true);
  expect(existsSync(spool.file)).toBe(false);
  spool.append({ number: 2, batches: [batch(2)] });
  // This process is killed now.
  mergeLeftSpools(join(home, 'spool'), store.writer, () => true);
  expect(steps()).toEqual([1, 2]);
});
