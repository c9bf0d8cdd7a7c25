import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ChosenFolders } from '../../src-main/api/chosen-folders';
import { connectClient } from '../../src-main/api/connection';
import { createCore } from '../../src-main/api/core';
import { windowCore } from '../../src-main/api/window-core';
import { usualTimings } from '../../src-main/runs/run-timings';
import { checkExperiment } from '../../src-shared/experiment/problems';
import { apiArguments } from '../../src-shared/protocol/api';
import { checkShape } from '../../src-shared/protocol/check-shape';
import type { FromWorker } from '../../src-shared/protocol/worker-protocol';
import { patientWorker, ScriptedLauncher, type ScriptedWorker } from '../runs/scripted-launcher';
import { temporaryFolder } from '../temporary-folder';
import { isWhole, junk, mutated, pick, randomFrom, seed } from './random';

const messages = isWhole ? 100_000 : 3000;

/** A busy machine may take its time. */
const patience = { interval: 2, timeout: 30_000 };

const experiment = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [8] },
  parallel: { mode: 'local', devices: ['cpu:0'], elastic: false },
};

function openCore(script: (worker: ScriptedWorker) => void) {
  const home = temporaryFolder();
  const launcher = new ScriptedLauncher(script);
  const timings = { ...usualTimings, tickMs: 5, settleMs: 1, exitMs: 5 };
  const core = createCore({ home, cache: join(home, 'cache'), launcher, shell: 'command line', timings });
  const watcher = new Sqlite(join(home, 'parasample.sqlite'), { readonly: true });
  onTestFinished(async () => {
    watcher.close();
    await core.close();
  });
  const files = () =>
    readdirSync(home, { recursive: true })
      .map(String)
      .filter((name) => !name.includes('sqlite'));
  return { home, launcher, core, files, version: () => watcher.pragma('data_version', { simple: true }) };
}

/** Calls as the window makes them, each of the right form. */
const calls: readonly (readonly [name: string, args: readonly unknown[]])[] = [
  ['start', [experiment]],
  ['check', [experiment]],
  ['startMany', [[experiment], { tags: ['a'] }]],
  ['stop', ['demo-0000']],
  ['continueRun', ['demo-0000', ['cpu:0']]],
  ['laplace', ['demo-0000', { weights: 'last-layer' }]],
  ['annotate', [['demo-0000'], { starred: true }]],
  ['runsPage', [{ offset: 0, limit: 10 }]],
  ['exportPosterior', ['demo-0000', '/tmp/somewhere', 'safetensors']],
  ['removeMany', [['demo-0000']]],
  ['series', [['demo-0000'], 'train.loss', { points: 100 }]],
  ['logs', ['demo-0000', 0, { worker: 0 }]],
];

test(`${messages} messages that no window of ours sends change nothing and end nothing`, async () => {
  const random = randomFrom(seed);
  const { home, core, files, version } = openCore(patientWorker);
  const window = windowCore(core, new ChosenFolders([home]));
  let deliver: (message: unknown) => void = () => {};
  let answers = 0;
  const disconnect = connectClient(window, {
    post: () => {
      answers += 1;
    },
    on: (listener) => {
      deliver = listener;
    },
  });
  const before = { files: files(), version: version() };
  for (let sent = 0; sent < messages; sent += 1) {
    const [name, args] = badCall(random);
    if (random() < 0.3) deliver(badRequest(random, name, args));
    else {
      const outcome = await window.call(name, args);
      if (outcome.ok) Object.assign(before, { files: files(), version: version() });
      else expect(outcome.message).toMatch(/[.:]/);
    }
    if (sent % 50 === 0) expect({ files: files(), version: version() }, `message ${sent}`).toEqual(before);
  }
  expect({ files: files(), version: version() }).toEqual(before);
  expect(answers).toBeLessThan(messages);
  disconnect();
  expect(await core.api.runs()).toEqual([]);
});

const workerMessages: readonly FromWorker[] = [
  { type: 'hello' },
  { type: 'phase', phase: 'training' },
  { type: 'progress', step: 1, totalSteps: 4, epoch: 0.5 },
  { type: 'metrics', points: [{ name: 'train.loss', step: 1, epoch: 0.5, time: 1, value: 2 }] },
  { type: 'log', level: 'info', text: 'Hello.' },
  { type: 'paused', step: 3 },
  { type: 'finished', stopped: false, finalMetrics: { 'test.accuracy': 1 } },
  { type: 'failed', kind: 'failed', message: 'No.', lostPeer: 0 },
];

test(`${messages} messages that no worker of ours sends touch no other run and end nothing`, async () => {
  const random = randomFrom(seed + 1);
  const { core, launcher } = openCore(patientWorker);
  const { runId: bystander } = await core.api.start({
    ...experiment,
    parallel: { mode: 'local', devices: ['cpu:1'] },
  });
  await vi.waitFor(async () => expect((await core.api.run(bystander)).status).toBe('running'));
  const untouched = JSON.stringify(await core.api.run(bystander));
  const ofOneRun = 100;
  for (let sent = 0; sent < messages; sent += ofOneRun) {
    const { runId } = await core.api.start(experiment);
    await vi.waitFor(async () => expect((await core.api.run(runId)).status).toBe('running'), patience);
    const worker = launcher.workers.at(-1);
    for (let one = 0; one < ofOneRun; one += 1)
      worker?.sayAnything(random() < 0.5 ? junk(random) : mutated(random, pick(random, workerMessages)));
    worker?.exit(1);
    await vi.waitFor(
      async () => expect((await core.api.run(runId)).status).toMatch(/failed|finished/),
      patience,
    );
    expect(JSON.stringify(await core.api.run(bystander))).toBe(untouched);
  }
});

const names = [...Object.keys(apiArguments), 'constructor', '__proto__', 'toString', ''];

/** A call with arguments that are junk, or of the right form but for some change. */
function badCall(random: () => number): readonly [name: string, args: readonly unknown[]] {
  const isJunk = random() < 0.4;
  const [name, args] = isJunk ? [pick(random, names), [junk(random), junk(random)]] : pick(random, calls);
  const changed = isJunk ? args : mutated(random, args);
  return Array.isArray(changed) && !isGood(name, changed) ? [name, changed] : badCall(random);
}

/** A changed request for a bad call, unless the change has mended the call. */
function badRequest(random: () => number, name: string, args: readonly unknown[]): unknown {
  const request = { t: 'q', i: 'one', m: 'call', a: [name, args] };
  const changed = mutated(random, request) as Partial<typeof request> | null | undefined;
  const call = changed?.a;
  const isMended =
    Array.isArray(call) && typeof call[0] === 'string' && Array.isArray(call[1]) && isGood(call[0], call[1]);
  return isMended ? badRequest(random, name, args) : changed;
}

/** Junk may be as good as what a window of ours sends: then it would rightly start a run or be kept. */
function isGood(name: string, args: readonly unknown[]): boolean {
  const [first] = args;
  if (name === 'start') return checkExperiment(first).ok;
  if (name === 'keepState' || name === 'saveView') return checkShape(apiArguments[name], args).success;
  return name === 'startMany' && Array.isArray(first) && first.every((one) => checkExperiment(one).ok);
}
