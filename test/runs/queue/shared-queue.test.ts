import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { isAlive, ownProcess } from '../../../src-main/processes/owner-process';
import { SharedQueue } from '../../../src-main/runs/queue/shared-queue';
import { spoolName } from '../../../src-main/runs/spool-name';
import { Spool } from '../../../src-main/store/spool';
import { openStore } from '../../../src-main/store/store';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';

// Processes that die, or are overtaken by another, between two looks of this one.
vi.mock(import('../../../src-main/processes/owner-process'), async (load) => {
  const actual = await load();
  return { ...actual, isAlive: vi.fn(actual.isAlive) };
});
afterEach(() => {
  vi.mocked(isAlive).mockReset();
});

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});
const owner = ownProcess();
const point = (step: number) => ({ name: 'train.loss', step, epoch: 1, time: 1, value: step });
const nothing = { change: {}, points: [], finalMetrics: {}, logs: [] };

/** A store with a run that goes on in a process, which keeps a point in its spool; and how it looks from another one. */
function setUp() {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  store.writer.create({ id: 'demo', experiment, engine: '', codeVersion: '1', owner, created: 1 });
  store.writer.store([{ ...nothing, runId: 'demo', change: { status: 'running' }, points: [point(1)] }]);
  const spool = new Spool(join(home, 'spool'), spoolName(owner));
  spool.append({ number: 1, batches: [{ ...nothing, runId: 'demo', points: [point(2)] }] });
  const changed: string[] = [];
  const queue = new SharedQueue(store, home, (id) => changed.push(id));
  const steps = () => store.reader.points('demo', 0).map(({ step }) => step);
  return { home, store, queue, changed, steps, status: () => store.reader.run('demo').status };
}

test('a run whose process dies while another looks is interrupted only with all that it had spooled', () => {
  const { queue, status, steps, changed } = setUp();
  vi.mocked(isAlive).mockReturnValueOnce(true).mockReturnValue(false);
  queue.interruptOrphans();
  expect({ status: status(), changed }).toEqual({ status: 'running', changed: [] });
  queue.interruptOrphans();
  expect({ status: status(), changed, steps: steps() }).toEqual({
    status: 'interrupted',
    changed: ['demo'],
    steps: [1, 2],
  });
});

test('a run that another process has interrupted and continues already is left alone', () => {
  const { home, store, queue, status, changed } = setUp();
  const other = openStore(home);
  onTestFinished(() => other.close());
  vi.mocked(isAlive).mockImplementation(() => {
    // Just when this process has seen that the owner is gone.
    other.writer.change('demo', { status: 'interrupted' });
    const progress = { phase: 'loading', step: 1, totalSteps: 10, epoch: 0 } as const;
    const again = { id: 'demo', experiment, engine: '', owner: 'other', gaps: [], progress };
    other.continuation.reopen(again, { step: 1 });
    return false;
  });
  queue.interruptOrphans();
  expect({ status: status(), changed }).toEqual({ status: 'queued', changed: [] });
  expect(store.reader.open()).toMatchObject([{ owner: 'other' }]);
});

test('a run waits for the devices of this machine, not for those of another one on the same home', () => {
  const { home, store, queue, status } = setUp();
  const there = '1@another-boot-7@login2';
  mkdirSync(join(home, 'processes'));
  writeFileSync(join(home, 'processes', `${there}.alive`), '');
  const other = { experiment, engine: '', codeVersion: '1', created: 0 };
  store.writer.change('demo', { status: 'queued' });
  for (const status of ['running', 'queued'] as const) {
    store.writer.create({ ...other, id: `there-${status}`, owner: there });
    store.writer.change(`there-${status}`, { status });
  }
  expect(queue.claim(owner, (id) => id === 'demo')).toEqual(['demo']);
  expect(status()).toBe('preparing');
  expect(store.reader.run('there-running').status).toBe('running');
  store.writer.create({ ...other, id: 'second', owner });
  expect(queue.claim(owner, (id) => id === 'second')).toEqual([]);
});
