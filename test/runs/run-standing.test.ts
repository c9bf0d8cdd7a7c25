import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { LeftRunError, ownerFile, refuseLeftRun } from '../../src-files/run-owner';
import { ownProcess } from '../../src-main/processes/owner-process';
import { keepOwner } from '../../src-main/runs/kept-owner';
import { ownStanding, whyLeft } from '../../src-main/runs/run-standing';
import { openStore } from '../../src-main/store/store';
import { writeDurably } from '../../src-workers/run/durable-file';
import { temporaryFolder } from '../temporary-folder';
import { patientWorker } from './scripted-launcher';
import { scriptedSupervisor } from './scripted-supervisor';

const there = '4711@boot-7@login2';
const experiment = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  training: { samples: 1, batchSize: 128, epochs: 2 },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};
const progress = { phase: 'loading', step: 0, totalSteps: 0, epoch: 0 } as const;

test('a run is its owner’s as long as nobody else has it', () => {
  expect(ownStanding('a', { owner: 'a', status: 'paused' })).toBe('own');
  expect(ownStanding('a', { owner: 'a', status: 'interrupted' })).toBe('called interrupted');
  expect(ownStanding('a', { owner: 'b', status: 'interrupted' })).toBe('left');
  expect(ownStanding('a', undefined)).toBe('left');
});

test('who waits for a run that was left is told who has it', () => {
  expect(whyLeft('demo', { owner: there, status: 'running' })).toContain('(process 4711 on login2)');
  expect(whyLeft('demo', { owner: `cluster:${there}`, status: 'running' })).toContain(
    '(process 4711 on login2)',
  );
  expect(whyLeft('demo', { owner: 'cluster:', status: 'running' })).toContain(
    'another Parasample process while',
  );
  expect(whyLeft('demo', undefined)).toContain('was removed by another');
});

/** A run that is paused here, so that nothing of it is written, and another process on its home. */
async function paused() {
  const rig = scriptedSupervisor(patientWorker, { timings: { othersMs: 5 } });
  const elsewhere = openStore(rig.home);
  onTestFinished(() => elsewhere.close());
  const { id, experiment: whole } = await rig.supervisor.start(experiment);
  await rig.until(id, 'running');
  rig.supervisor.pause(id);
  await rig.until(id, 'paused');
  const interrupt = () =>
    elsewhere.writer.change(id, { status: 'interrupted', reason: 'It is gone.', ended: 1 });
  const reopen = () =>
    elsewhere.continuation.reopen(
      { id, experiment: whole, engine: '', owner: there, gaps: [], progress },
      { step: 0 },
    );
  return { ...rig, id, elsewhere, interrupt, reopen };
}

test('a run that another process continued is left to it though nothing of it is written here', async () => {
  const { id, elsewhere, interrupt, reopen, events, launcher, supervisor } = await paused();
  elsewhere.writer.atomically(() => {
    interrupt();
    reopen();
  });
  await vi.waitFor(() =>
    expect(events).toContainEqual({ type: 'left', runId: id, reason: expect.stringContaining('login2') }),
  );
  await vi.waitFor(() => expect(supervisor.owns(id)).toBe(false));
  expect(launcher.workers.map(({ signals }) => signals)).toEqual([['SIGTERM']]);
  expect(events.filter(({ type }) => type === 'left')).toHaveLength(1);
  expect(elsewhere.reader.standing(id)).toEqual({ owner: there, status: 'queued' });
  expect(elsewhere.reader.logs(id, 0).at(-1)?.text).toContain('came back and has left it');
  expect(() => supervisor.stop(id)).toThrow('belongs to another Parasample process');
});

test('a run that is over elsewhere begins here again once its old workers here are gone, which tell nothing of it', async () => {
  const { id, elsewhere, interrupt, reopen, events, launcher, supervisor, until } = await paused();
  const [old] = launcher.workers;
  if (!old) throw new Error('The run has no worker.');
  vi.spyOn(old, 'kill').mockImplementation(() => {});
  elsewhere.writer.atomically(() => {
    interrupt();
    reopen();
  });
  await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining({ type: 'left' })));
  elsewhere.writer.change(id, { status: 'stopped', reason: '', ended: 2 });
  const continued = supervisor.continueRun(id);
  await Promise.race([continued, new Promise((resolve) => setTimeout(resolve, 200))]);
  old.exit(null, 'SIGKILL');
  await continued;
  await until(id, 'running');
  expect([supervisor.owns(id), launcher.workers.length]).toEqual([true, 2]);
  supervisor.stop(id);
  await until(id, 'stopped');
  expect(supervisor.summary(id).reason).not.toContain('another process');
});

test('a run that others called interrupted is as it stands here again', async () => {
  const { id, interrupt, elsewhere, until, supervisor } = await paused();
  interrupt();
  await vi.waitFor(() => expect(elsewhere.reader.run(id)).toMatchObject({ status: 'paused', reason: '' }));
  supervisor.resume(id);
  await until(id, 'running');
  supervisor.stop(id);
  await until(id, 'stopped');
});

test('a run that waits here and was continued elsewhere never begins here', async () => {
  const { elsewhere, supervisor, launcher } = await paused();
  const waiting = await supervisor.start(experiment);
  elsewhere.writer.atomically(() => {
    elsewhere.writer.change(waiting.id, { status: 'interrupted' });
    const again = { ...waiting, owner: there, gaps: [], progress };
    elsewhere.continuation.reopen(again, { step: 0 });
  });
  await vi.waitFor(() => expect(supervisor.owns(waiting.id)).toBe(false));
  expect(launcher.workers).toHaveLength(1);
});

test('a run’s folder names its process, and workers of one before write nothing more there', async () => {
  const { home, id } = await paused();
  const folder = join(home, 'runs', id);
  expect(readFileSync(join(folder, ownerFile), 'utf8')).toBe(ownProcess());
  refuseLeftRun(folder, ownProcess());
  keepOwner(folder, there);
  expect(() => refuseLeftRun(folder, ownProcess())).toThrow(LeftRunError);
  const file = join(folder, 'checkpoint');
  const write = () => writeDurably(file, Uint8Array.of(1), () => refuseLeftRun(folder, ownProcess()));
  expect(write).toThrow(LeftRunError);
  expect(readdirSync(folder)).not.toContain('checkpoint');
});

test('a folder that names nobody, as of an earlier version, refuses nobody', () => {
  refuseLeftRun(temporaryFolder(), ownProcess());
  refuseLeftRun('/nowhere', ownProcess());
});

test('what a process that was stopped had half written is not gone on with by the next', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'checkpoint');
  writeFileSync(`${file}.writing`, 'half of it, and longer');
  writeDurably(file, Uint8Array.of(1, 2));
  expect([...readFileSync(file)]).toEqual([1, 2]);
});
