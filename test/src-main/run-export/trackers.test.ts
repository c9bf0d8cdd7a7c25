import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { exportRun } from '../../../src-main/run-export/export-run';
import { openStore } from '../../../src-main/store/store';
import { WrittenFiles } from '../../../src-main/written-files';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { RunFileFormat } from '../../../src-shared/runs/run-export-formats';
import { temporaryFolder } from '../../temporary-folder';

/** A Python with the packages mlflow (or mlflow-skinny) and wandb; not among those that specs install. */
const python = process.env.PARASAMPLE_TRACKERS_PYTHON;

const began = 1_700_000_000_000;
const metrics = ['train.loss', 'Train.Loss', '__proto__', '../../up', 'val/f1 (macro)'];
/** More than one block of a log; NaN and infinities among them. */
const points = Array.from({ length: 5000 }, (_, at) => ({
  name: metrics[at % metrics.length] ?? '',
  step: 1 + Math.floor(at / metrics.length),
  epoch: at / 100,
  time: began + at,
  value: [Number.NaN, Infinity, -Infinity][at] ?? at / 3,
}));

/** A finished run, and what exports of it find. */
function setUp(measured = points) {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  const experiment = experimentSchema.parse({
    name: 'Far "job"\n#1',
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [16, 8] },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  store.writer.create({
    id: 'demo-1',
    experiment,
    engine: 'an engine',
    codeVersion: '1',
    owner: '1@x',
    created: began,
  });
  const change = { status: 'finished' as const, started: began, ended: began + 5000 };
  store.writer.store([
    { runId: 'demo-1', change, points: measured, finalMetrics: { 'test.nll': 0.25 }, logs: [] },
  ]);
  store.annotations.annotate(['demo-1'], { notes: 'two\nlines', addTags: ['first', 'zwei'] });
  const exported = (format: RunFileFormat) =>
    exportRun(
      {
        reader: store.reader,
        runFolder: home,
        run: store.reader.run('demo-1'),
        format,
        outFolder: join(home, 'out'),
        home,
      },
      new WrittenFiles(home, 'anything'),
    );
  return { home, exported };
}

test('a run is a folder of MLflow’s, with a file of its own for each metric inside it, whatever its name', async () => {
  const { home, exported } = setUp();
  await exported('mlflow');
  const [run = ''] = readdirSync(join(home, 'out', 'demo-1-mlflow', '0')).filter(
    (name) => name !== 'meta.yaml',
  );
  expect(run).toMatch(/^[\da-f]{32}$/);
  const folder = join(home, 'out', 'demo-1-mlflow', '0', run);
  expect(readdirSync(join(folder, 'metrics')).sort()).toEqual([
    '--..-up',
    'Train.Loss-2',
    '__proto__',
    'train.loss',
    'val-f1 -macro-',
  ]);
  expect(
    readFileSync(join(folder, 'metrics', 'train.loss'), 'utf8')
      .split('\n')
      .slice(0, 2),
  ).toEqual([`${began} nan 1`, `${began + 5} ${5 / 3} 2`]);
  expect(readFileSync(join(folder, 'params', 'model.hidden'), 'utf8')).toBe('[16,8]');
});

test('a run that measured nothing has no form there, which is said', async () => {
  const { exported } = setUp([]);
  await expect(exported('mlflow')).rejects.toThrow(
    'Run demo-1 has measured nothing, and MLflow takes no run without a metric; export it as json instead.',
  );
});

test('an offline run of W&B is a log whose pieces end at its blocks, each with its sum', async () => {
  const { exported } = setUp();
  const [file = ''] = await exported('wandb');
  expect(file).toMatch(/demo-1-wandb\/offline-run-20231114_221320-demo-1\/run-demo-1\.wandb$/);
  const bytes = readFileSync(file);
  expect(bytes.subarray(0, 7).toString('latin1')).toBe(':W&B\u00e1\u00be\0');
  expect(bytes.length).toBeGreaterThan(3 * 32_768);
  let at = 7;
  while (at < bytes.length) {
    const room = 32_768 - (at % 32_768);
    if (room < 7) {
      at += room;
      continue;
    }
    const length = bytes.readUInt16LE(at + 4);
    expect(length).toBeLessThanOrEqual(room - 7);
    expect(bytes.readUInt32LE(at)).toBe(crc32(bytes.subarray(at + 6, at + 7 + length)));
    at += 7 + length;
  }
  expect(at).toBe(bytes.length);
});

test.skipIf(python === undefined)(
  `mlflow’s and wandb’s own packages find every number of an exported run${python ? '' : ' (PARASAMPLE_TRACKERS_PYTHON names no Python with mlflow-skinny and wandb)'}`,
  async () => {
    const { home, exported } = setUp();
    const [experimentFile = ''] = await exported('mlflow');
    const [file = ''] = await exported('wandb');
    const output = join(home, 'found.json');
    const script = join(import.meta.dirname, 'read_trackers.py');
    execFileSync(python ?? '', [script, dirname(dirname(experimentFile)), file, output]);
    const { mlflow, wandb } = JSON.parse(readFileSync(output, 'utf8'));

    expect(mlflow.info).toEqual({
      name: 'Far "job"\n#1',
      status: 'FINISHED',
      start: began,
      end: began + 5000,
    });
    expect(mlflow.params).toMatchObject({ 'data.dataset': 'digits', 'model.hidden': '[16,8]' });
    expect(mlflow.tags).toMatchObject({ 'mlflow.note.content': 'two\nlines', 'parasample.id': 'demo-1' });
    const files = ['train.loss', 'Train.Loss-2', '__proto__', '--..-up', 'val-f1 -macro-'];
    const words: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity };
    for (const [at, name] of files.entries()) {
      const expected = points.filter((point) => point.name === metrics[at]);
      const found: readonly [number, number, string][] = Object.entries(mlflow.metrics).find(
        ([one]) => one === name,
      )?.[1] as never;
      expect(found.map(([step, time, value]) => [step, time, words[value] ?? Number(value)])).toEqual(
        expected.map(({ step, time, value }) => [step, time, value]),
      );
    }

    expect(wandb.head).toEqual({
      id: 'demo-1',
      project: 'parasample',
      name: 'Far "job"\n#1',
      notes: 'two\nlines',
      tags: ['first', 'zwei'],
      start: began,
    });
    expect(wandb.settings).toMatchObject({ model: { hidden: [16, 8] }, data: { dataset: 'digits' } });
    expect(wandb.summary).toMatchObject({ 'test.nll': 0.25 });
    expect(wandb.kinds).toEqual(['run', ...wandb.rows.map(() => 'history'), 'summary', 'exit']);
    const read = wandb.rows.flatMap((row: Record<string, unknown>) =>
      Object.entries(row)
        .filter(([name]) => metrics.includes(name))
        .map(([name, value]) => [name, row._step, Number(value)]),
    );
    expect(read).toEqual(points.map(({ name, step, value }) => [name, step, value]));
  },
  120_000,
);
