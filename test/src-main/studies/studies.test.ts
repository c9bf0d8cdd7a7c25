import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCore } from '../../../src-main/api/core';
import { usualTimings } from '../../../src-main/runs/run-timings';
import type { MetricPoint } from '../../../src-shared/metrics';
import type { CoreEvent } from '../../../src-shared/protocol/core-event';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { patientWorker, ScriptedLauncher, type ScriptedWorker } from '../../runs/scripted-launcher';
import { writtenNetwork } from '../../src-files/onnx/written-network';
import { temporaryFolder } from '../../temporary-folder';

const base = {
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [8] },
  training: { samples: 4 },
  parallel: { devices: ['cpu:0'], threadsPerDevice: 1 },
};
const scaling = {
  name: 'Strong',
  kind: 'strong-scaling',
  base,
  grid: { mode: ['sp'], devices: [1, 2] },
  warmupSteps: 1,
};
const seeds = { name: 'Seeds', kind: 'grid', base, grid: { seeds: [0, 1] } };

/** A worker whose run takes 60 ms a step alone, and 40 ms with another. */
function timedWorker(worker: ScriptedWorker): void {
  worker.onReceived = (message) => {
    if (message.type !== 'train') return;
    const { rank, workers } = message.task;
    const point = (name: string, step: number, value: number): MetricPoint => ({
      name: `worker.${rank}.${name}`,
      step,
      epoch: step,
      time: step,
      value,
    });
    worker.say({ type: 'phase', phase: 'training' });
    worker.say({ type: 'metrics', points: [point('stepMs', 1, 500), point('memoryMB', 1, 300)] });
    worker.say({ type: 'metrics', points: [point('stepMs', 2, workers === 1 ? 60 : 40)] });
    worker.say({ type: 'finished', stopped: false, finalMetrics: { 'test.accuracy': 0.9 } });
    worker.exit(0);
  };
  worker.say({ type: 'hello' });
}

function failingWorker(worker: ScriptedWorker): void {
  worker.onReceived = (message) => {
    if (message.type !== 'train') return;
    worker.say({ type: 'failed', kind: 'failed', message: 'The loss is NaN.' });
    worker.exit(1);
  };
  worker.say({ type: 'hello' });
}

function openCore(home: string, script: (worker: ScriptedWorker) => void) {
  const launcher = new ScriptedLauncher(script);
  const core = createCore({
    home,
    cache: join(home, 'cache'),
    launcher,
    shell: 'command line',
    timings: { ...usualTimings, tickMs: 5, exitMs: 20, othersMs: 5 },
  });
  const events: CoreEvent[] = [];
  core.subscribe((event) => events.push(event));
  const until = (id: string, state: string) =>
    vi.waitFor(async () => expect((await core.api.study(id)).summary).toMatchObject({ state }), {
      interval: 5,
    });
  return { core, launcher, events, until };
}

function newCore(script: (worker: ScriptedWorker) => void = timedWorker) {
  const home = temporaryFolder();
  const opened = openCore(home, script);
  onTestFinished(() => opened.core.close());
  return { home, ...opened };
}

/** The one run, once it trains. */
function runningOf(runs: readonly RunSummary[]): string {
  expect(runs).toMatchObject([{ status: 'running' }]);
  return runs[0]?.id ?? '';
}

describe('a study', () => {
  test('runs its experiments and tells what they say together', async () => {
    const { core, until } = newCore();
    const { id } = await core.api.startStudy(scaling);
    await until(id, 'finished');
    const { results, runs, notes } = await core.api.study(id);
    expect(runs.map(({ status }) => status)).toEqual(['finished', 'finished']);
    expect(results.scaling).toMatchObject([
      { cell: { mode: 'sp', devices: 1 }, stepMs: { mean: 60 }, efficiency: 1 },
      { cell: { mode: 'sp', devices: 2 }, stepMs: { mean: 40 }, speedup: 1.5, efficiency: 0.75 },
    ]);
    expect(results.memory).toMatchObject([{ memoryMB: { mean: 300 } }, { memoryMB: { mean: 300 } }]);
    expect(notes).toContainEqual(expect.stringMatching(/^CPU slots are not GPUs: /));
  });

  test('keeps the runs that it made before a setting came, whose default is another than what they did', async () => {
    const { home, core, until } = newCore();
    const { id } = await core.api.startStudy(seeds);
    await until(id, 'finished');
    await core.close();
    const store = new Database(join(home, 'parasample.sqlite'));
    store.exec("UPDATE runs SET experiment = json_set(experiment, '$.training.lastBatch', 'drop')");
    store.close();
    const again = openCore(home, timedWorker);
    onTestFinished(() => again.core.close());
    expect((await again.core.api.study(id)).summary).toMatchObject({ state: 'finished', finished: 2 });
  });

  test('about times never runs two experiments side by side', async () => {
    const { core, launcher, until } = newCore(patientWorker);
    const apart = { ...scaling, grid: { mode: ['sp'], devices: [['cpu:0'], ['cpu:1', 'cpu:2']] } };
    const { id } = await core.api.startStudy(apart);
    await vi.waitFor(async () => expect(await core.api.runs()).toMatchObject([{ status: 'running' }]));
    expect(launcher.workers).toHaveLength(1);
    await core.api.stopStudy(id);
    await until(id, 'incomplete');
  });

  test('that two windows start in one moment is started once, and the other is told', async () => {
    const { core, until } = newCore();
    const started = await Promise.allSettled([core.api.startStudy(seeds), core.api.startStudy(seeds)]);
    // Whichever had its runs checked first.
    const refused = started.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(refused).toEqual([expect.stringMatching(/is running already; wait for it, or stop it/)]);
    const [{ id }] = await core.api.studies();
    await until(id, 'finished');
    expect(await core.api.runs()).toHaveLength(2);
    expect((await core.api.study(id)).runs.map(({ status }) => status)).toEqual(['finished', 'finished']);
  });

  test('not about times queues all of its experiments at once', async () => {
    const { core, until } = newCore(patientWorker);
    const { id } = await core.api.startStudy(seeds);
    await vi.waitFor(async () =>
      expect((await core.api.runs()).map(({ status }) => status).sort()).toEqual(['queued', 'running']),
    );
    await core.api.stopStudy(id);
    await until(id, 'incomplete');
  });

  test('tells the views how it goes on', async () => {
    const { core, events, until } = newCore();
    const { id } = await core.api.startStudy(seeds);
    await until(id, 'finished');
    const told = events.flatMap((event) => (event.type === 'study' ? [event.study] : []));
    expect(told[0]).toMatchObject({ id, state: 'running', runs: 2 });
    expect(told.at(-1)).toMatchObject({ id, state: 'finished', finished: 2 });
  });

  test('goes on after a run that failed, and says that it is not complete', async () => {
    let launched = 0;
    const { core, until } = newCore((worker) => {
      launched += 1;
      (launched === 1 ? failingWorker : timedWorker)(worker);
    });
    const { id } = await core.api.startStudy(seeds);
    await until(id, 'incomplete');
    const { summary, runs, notes } = await core.api.study(id);
    expect(summary).toMatchObject({ runs: 2, finished: 1, failed: 1 });
    expect(summary.runIds).toEqual(runs.map(({ runId }) => runId));
    expect(runs[0]).toMatchObject({ status: 'failed', reason: 'The loss is NaN.' });
    expect(notes).toContain('1 of 2 runs has finished; the results are of that one alone.');
  });

  test('goes on without a run that was removed elsewhere, and says so', async () => {
    const { home, core, until } = newCore(patientWorker);
    const { id } = await core.api.startStudy(scaling);
    const first = await vi.waitFor(async () => runningOf(await core.api.runs()));
    const elsewhere = new Database(join(home, 'parasample.sqlite'));
    elsewhere.exec('PRAGMA foreign_keys = ON; DELETE FROM runs');
    elsewhere.close();
    const second = await vi.waitFor(async () => {
      const runId = runningOf(await core.api.runs());
      expect(runId).not.toBe(first);
      return runId;
    });
    const { summary } = await core.api.study(id);
    expect(summary.reason).toMatch(new RegExp(`^Run ${first} was removed by another Parasample process`));
    await core.api.stop(second);
    await until(id, 'incomplete');
  });

  test('is listed, newest first, also by the next process', async () => {
    const home = temporaryFolder();
    const first = openCore(home, timedWorker);
    for (const study of [seeds, scaling]) {
      const { id } = await first.core.api.startStudy(study);
      await first.until(id, 'finished');
    }
    await first.core.close();
    const next = openCore(home, timedWorker);
    onTestFinished(() => next.core.close());
    expect(await next.core.api.studies()).toMatchObject([
      { name: 'Strong', kind: 'strong-scaling', state: 'finished' },
      { name: 'Seeds', kind: 'grid', state: 'finished' },
    ]);
  });

  test('writes its tables with units as CSV, and the report as JSON', async () => {
    const { core, home, until } = newCore();
    const { id } = await core.api.startStudy(scaling);
    await until(id, 'finished');
    const folder = join(home, 'tables');
    const { files } = await core.api.writeStudy(id, folder);
    expect(files).toEqual(
      ['scaling.csv', 'memory.csv', 'scores.csv', 'runs.csv', 'study.json', 'report.html'].map((name) =>
        join(folder, name),
      ),
    );
    expect(readFileSync(join(folder, 'scaling.csv'), 'utf8').split('\r\n')).toEqual([
      'mode,devices,samples,batch,views,runs,step [ms],step std [ms],ideal step [ms],speedup,ideal speedup,efficiency',
      'sp,1,4,64,0,1,60,,60,1,1,1',
      'sp,2,4,64,0,1,40,,30,1.5,2,0.75',
      '',
    ]);
    const [head, ...runs] = readFileSync(join(folder, 'runs.csv'), 'utf8').trimEnd().split('\r\n');
    expect(head).toMatch(/^run,status,mode,.*,best,time \[s],test\.accuracy$/);
    expect(runs).toHaveLength(2);
    expect(JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8'))).toMatchObject({ summary: { id } });
  });
});

describe('started again, a study', () => {
  test('goes on where it was stopped, keeping what had finished', async () => {
    const home = temporaryFolder();
    let launched = 0;
    const first = openCore(home, (worker) => {
      launched += 1;
      (launched === 1 ? timedWorker : patientWorker)(worker);
    });
    const { id } = await first.core.api.startStudy(scaling);
    await vi.waitFor(async () => expect(await first.core.api.runs()).toHaveLength(2));
    await first.core.close();

    const next = openCore(home, timedWorker);
    onTestFinished(() => next.core.close());
    expect(await next.core.api.studies()).toMatchObject([{ id, state: 'incomplete', finished: 1 }]);
    await next.core.api.startStudy(scaling);
    await next.until(id, 'finished');
    // One run of two workers was still to be made.
    expect(next.launcher.workers).toHaveLength(2);
  });

  test('makes no run twice, unless asked to', async () => {
    const { core, launcher, until } = newCore();
    const { id } = await core.api.startStudy(seeds);
    await until(id, 'finished');
    await core.api.startStudy(seeds);
    await until(id, 'finished');
    expect(launcher.workers).toHaveLength(2);
    await core.api.startStudy(seeds, { again: true });
    await vi.waitFor(() => expect(launcher.workers).toHaveLength(4));
    await until(id, 'finished');
  });

  test('takes over runs that another study finished with the same settings', async () => {
    const { core, launcher, until } = newCore();
    await until((await core.api.startStudy(seeds)).id, 'finished');
    const wider = { ...seeds, name: 'More seeds', grid: { seeds: [0, 1, 2] } };
    await until((await core.api.startStudy(wider)).id, 'finished');
    expect(launcher.workers).toHaveLength(3);
  });

  test('about times takes over none of another: the machine may have been busier then', async () => {
    const { core, launcher, until } = newCore();
    await until((await core.api.startStudy(scaling)).id, 'finished');
    await until((await core.api.startStudy({ ...scaling, name: 'Another' })).id, 'finished');
    // Each has a run of one worker and a run of two.
    expect(launcher.workers).toHaveLength(6);
  });

  test('makes runs anew whose data have changed since, by whatever study they were made, and says so', async () => {
    const { home, core, launcher, until } = newCore();
    const path = join(home, 'rows.csv');
    const rows = ['x,y', '1,2', '2,3', '3,5', '4,4', '5,6', '6,7', '7,9', '8,9', '9,8', '10,12', ''].join(
      '\n',
    );
    writeFileSync(path, rows);
    const ofTable = { ...seeds, base: { ...base, data: { dataset: 'table', path, target: 'y' } } };
    const wider = { ...ofTable, name: 'More seeds', grid: { seeds: [0, 1, 2] } };
    await until((await core.api.startStudy(ofTable)).id, 'finished');
    writeFileSync(path, rows.replace('1,2', '1,3'));
    const { id } = await core.api.startStudy(wider);
    await until(id, 'finished');
    expect(launcher.workers).toHaveLength(5);
    expect((await core.api.study(id)).notes).toContain(
      '2 runs were made again, though they have finished with these settings before: the data are others now (rows.csv has other content of the same size).',
    );
    // As it was, and the first study’s runs are of that again.
    writeFileSync(path, rows);
    await until((await core.api.startStudy(ofTable)).id, 'finished');
    expect(launcher.workers).toHaveLength(5);
  });

  test('takes over runs of a network of one’s own, which keep a copy of its file, until that file is another', async () => {
    const { home, core, launcher, until } = newCore();
    const [path, table] = [join(home, 'net.onnx'), join(home, 'rows.csv')];
    const network = (weight: number) =>
      writtenNetwork({
        nodes: [{ operator: 'MatMul', inputs: ['x', 'w'], output: 'y' }],
        tensors: [{ name: 'w', shape: [2, 1], values: [weight, 1] }],
      });
    writeFileSync(path, network(1));
    writeFileSync(
      table,
      ['a,b,y', '1,2,3', '2,3,5', '3,5,8', '4,4,8', '5,6,1', '6,7,3', '7,9,6', ''].join('\n'),
    );
    const data = { dataset: 'table', path: table, target: 'y' };
    const onNetwork = { ...seeds, base: { ...base, data, model: { kind: 'onnx', path } } };
    const other = { ...onNetwork, name: 'Another', grid: { seeds: [1, 0] } };
    const again = async (study: object) => {
      const { id } = await core.api.startStudy(study);
      await until(id, 'finished');
      return launcher.workers.length;
    };
    expect([await again(onNetwork), await again(onNetwork), await again(other)]).toEqual([2, 2, 2]);
    writeFileSync(path, network(2));
    expect([await again(onNetwork), await again(other)]).toEqual([4, 4]);
  });

  test('makes runs anew that were removed', async () => {
    const { core, launcher, until } = newCore();
    const { id } = await core.api.startStudy(seeds);
    await until(id, 'finished');
    const [run] = await core.api.runs();
    await core.api.removeMany([run?.id ?? '']);
    expect((await core.api.study(id)).summary).toMatchObject({ state: 'incomplete', finished: 1 });
    await core.api.startStudy(seeds);
    await until(id, 'finished');
    expect(launcher.workers).toHaveLength(3);
  });
});

describe('refused, with nothing started', () => {
  test.each([
    ['a study that cannot be', { ...scaling, grid: { devices: [1] } }, /^grid\.devices: /],
    [
      'a device that is not here, naming the run',
      { ...scaling, grid: { mode: ['sp'], devices: [1, ['cpu:0', 'cpu:99']] } },
      /^Strong: shared samples on 2 devices: parallel\.devices: cpu:99 is not on this machine/,
    ],
    ['what is no study', 5, /Must be an object/],
  ])('%s', async (_what, study, message) => {
    const { core, home } = newCore();
    await expect(core.api.startStudy(study)).rejects.toThrow(message);
    expect([await core.api.runs(), await core.api.studies()]).toEqual([[], []]);
    expect(readdirSync(home)).not.toContain('studies');
  });

  test('a study that runs already', async () => {
    const { core, until } = newCore(patientWorker);
    const { id } = await core.api.startStudy(seeds);
    await expect(core.api.startStudy(seeds)).rejects.toThrow(/is running already/);
    await core.api.stopStudy(id);
    await until(id, 'incomplete');
    await expect(core.api.stopStudy(id)).rejects.toThrow(/does not run; there is nothing to stop/);
  });

  test('a study that is not there, and one whose file is damaged, which hides no other', async () => {
    const { core, home, until } = newCore();
    await expect(core.api.study('none-1')).rejects.toThrow('There is no study named none-1.');
    const { id } = await core.api.startStudy(seeds);
    await until(id, 'finished');
    const damaged = join(home, 'studies', 'damaged-1.json');
    writeFileSync(damaged, '{"id":');
    await expect(core.api.study('damaged-1')).rejects.toThrow(/damaged-1\.json is damaged/);
    expect(await core.api.studies()).toHaveLength(1);
    rmSync(damaged);
  });
});
