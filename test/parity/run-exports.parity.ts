import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportRun } from '../../src-main/run-export/export-run';
import { importRun } from '../../src-main/run-import/import-run';
import { recordsOfFile } from '../../src-main/run-import/run-file';
import { openStore, type Store } from '../../src-main/store/store';
import { WrittenFiles } from '../../src-main/written-files';
import type { RunFileFormat } from '../../src-shared/runs/run-export-formats';
import type { StoredPoint } from '../../src-shared/runs/runs';
import { randomFrom, seed } from '../faults/random';
import { storeRandomRun } from '../src-main/run-export/random-run';
import { eventReadings, expectSameEvents } from './event-readings';
import { records, runPython } from './python';

const home = mkdtempSync(join(tmpdir(), 'parasample-run-exports-'));
let store: Store;
let points: readonly StoredPoint[];
beforeAll(() => {
  store = openStore(home);
  storeRandomRun(store, 'run-1', randomFrom(seed + 1));
  points = store.reader.points('run-1', 0);
});
afterAll(() => {
  store.close();
  rmSync(home, { recursive: true, force: true });
});

async function exported(format: RunFileFormat): Promise<string> {
  const run = store.reader.run('run-1');
  const [file] = await exportRun(
    { reader: store.reader, runFolder: home, run, format, outFolder: home, home },
    new WrittenFiles(home, 'anything'),
  );
  return file;
}

async function readBy(script: string, ...args: string[]) {
  const output = join(home, `${script}.json`);
  await runPython(script, ...args, output);
  return JSON.parse(readFileSync(output, 'utf8'));
}

/** Numbers as Python writes them, read by JavaScript. */
function numberOf(text: string): number {
  const words: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity };
  return words[text] ?? Number(text);
}

test("TensorBoard's own reader finds every number of an exported run", async () => {
  const { scalars, texts } = await readBy('read_tensorboard.py', dirname(await exported('tensorboard')));
  const { 'parasample/epoch': epochs, ...metrics } = scalars;
  expect(epochs.length).toBeGreaterThan(0);
  for (const name of new Set(points.map((point) => point.name))) {
    const expected = points.filter((point) => point.name === name);
    const found: [number, number, string][] = metrics[name];
    expect(found.map(([step, , value]) => [step, numberOf(value)])).toEqual(
      expected.map(({ step, value }) => [step, value]),
    );
    found.forEach(([, seconds], at) => {
      expect(seconds * 1000).toBeCloseTo(expected[at].time, 2);
    });
  }
  expect(Object.keys(metrics)).toHaveLength(new Set(points.map(({ name }) => name)).size);
  expect(JSON.parse(texts['parasample/run'])).toMatchObject({ type: 'run', id: 'run-1' });
});

test("a file of PyTorch's TensorBoard writer becomes a run", async () => {
  const folder = join(home, 'torch');
  await runPython('write_tensorboard.py', folder);
  const file = join(folder, readdirSync(folder)[0]);
  const { experiment } = store.reader.run('run-1');
  const imported = recordsOfFile({ file, experiment, onRead: () => {} });
  const { runId } = await importRun({ home, store, fileName: file, records: imported });
  expect(store.reader.points(runId, 0).map(({ id: _, ...point }) => point)).toEqual([
    { name: 'train.loss', step: 0, epoch: 0, time: 1_700_000_000_000, value: 0.5 },
    { name: 'train.loss', step: 1, epoch: 0, time: 1_700_000_001_000, value: Number.NaN },
    { name: 'train.loss', step: 2, epoch: 0, time: 1_700_000_002_000, value: 0.25 },
  ]);
});

test("folders of event files are read as TensorBoard's own reader reads them", async () => {
  const folder = join(records, 'event-files');
  await runPython('write_event_files.py', folder);
  for (const [name, expected] of eventReadings(folder)) await expectSameEvents(join(folder, name), expected);
});

test('pyarrow reads the Parquet table of an exported run', async () => {
  const { columns, settings } = await readBy('read_parquet.py', await exported('parquet'));
  expect(Object.keys(columns)).toEqual(['metric', 'step', 'epoch', 'time', 'value']);
  expect(columns.metric).toEqual(points.map(({ name }) => name));
  expect(columns.step.map(Number)).toEqual(points.map(({ step }) => step));
  expect(columns.value.map(numberOf)).toEqual(points.map(({ value }) => value));
  expect(columns.time.map(Number)).toEqual(points.map(({ time }) => time));
  expect(JSON.parse(settings)).toMatchObject({ type: 'run', id: 'run-1' });
});
