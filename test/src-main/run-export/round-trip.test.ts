import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exportRun } from '../../../src-main/run-export/export-run';
import { importRun } from '../../../src-main/run-import/import-run';
import { recordsOfFile } from '../../../src-main/run-import/run-file';
import { openStore, type Store } from '../../../src-main/store/store';
import { WrittenFiles } from '../../../src-main/written-files';
import { BadInputError } from '../../../src-shared/errors';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { RunFileFormat } from '../../../src-shared/runs/run-export-formats';
import { randomFrom, seed } from '../../faults/random';
import { temporaryFolder } from '../../temporary-folder';
import { storeRandomRun } from './random-run';

interface Desk {
  readonly home: string;
  readonly store: Store;
}

function newDesk(): Desk {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  return { home, store };
}

function write({ home, store }: Desk, runId: string, format: RunFileFormat): Promise<string[]> {
  const run = store.reader.run(runId);
  const runFolder = join(home, 'runs', runId);
  return exportRun(
    { reader: store.reader, runFolder, run, format, outFolder: join(home, 'out'), home },
    new WrittenFiles(home, 'anything'),
  );
}

async function read({ home, store }: Desk, file: string): Promise<string> {
  const records = recordsOfFile({ file, onRead: () => {} });
  return (await importRun({ home, store, fileName: file, records })).runId;
}

function wholeOf({ store }: Desk, runId: string) {
  const { id: _id, ...run } = store.reader.run(runId);
  const points = store.reader.points(runId, 0).map(({ id: _, ...point }) => point);
  const logs = store.reader.logs(runId, 0).map(({ id: _, ...line }) => line);
  return { run, points, logs };
}

describe.each(['json', 'csv'] as const)('a run that was exported as %s', (format) => {
  test(`comes back as it was, whatever it holds (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const from = newDesk();
    const to = newDesk();
    for (let round = 0; round < 30; round += 1) {
      const id = `run-${round}`;
      storeRandomRun(from.store, id, random);
      const [file] = await write(from, id, format);
      expect(await read(to, file)).toBe(id);
      expect(wholeOf(to, id)).toEqual(wholeOf(from, id));
    }
  });

  test('gets a new id, and leaves the other alone, where a run has its id already', async () => {
    const desk = newDesk();
    storeRandomRun(desk.store, 'run-1', randomFrom(seed));
    const [file] = await write(desk, 'run-1', format);
    const renewed = await read(desk, file);
    expect(renewed).not.toBe('run-1');
    expect(wholeOf(desk, renewed)).toEqual(wholeOf(desk, 'run-1'));
    expect(existsSync(join(desk.home, 'runs', renewed))).toBe(true);
  });
});

describe.each(['tensorboard', 'parquet'] as const)('a run that was exported as %s', (format) => {
  test(`brings back all but its log (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const from = newDesk();
    const to = newDesk();
    for (let round = 0; round < 30; round += 1) {
      const id = `run-${round}`;
      storeRandomRun(from.store, id, random);
      const [file] = await write(from, id, format);
      expect(await read(to, file)).toBe(id);
      expect(wholeOf(to, id)).toEqual({ ...wholeOf(from, id), logs: [] });
    }
  });

  test('is refused in a sentence where it is cut off, with nothing left of it', async () => {
    const from = newDesk();
    storeRandomRun(from.store, 'run-1', randomFrom(seed));
    const [file] = await write(from, 'run-1', format);
    const bytes = readFileSync(file);
    const to = newDesk();
    for (let cut = 1; cut < bytes.length; cut += Math.ceil(bytes.length / 20)) {
      writeFileSync(file, bytes.subarray(0, bytes.length - cut));
      await expect(read(to, file)).rejects.toThrow(BadInputError);
    }
    expect(to.store.table.rows()).toEqual([]);
  });
});

describe('a file of a run', () => {
  test('brings the reports that views show, as they were written', async () => {
    const from = newDesk();
    storeRandomRun(from.store, 'run-1', randomFrom(seed));
    const folder = join(from.home, 'runs', 'run-1');
    mkdirSync(folder, { recursive: true });
    const report = { version: 1, items: 3, note: null };
    writeFileSync(join(folder, 'evaluation.json'), JSON.stringify(report));
    const [file] = await write(from, 'run-1', 'json');
    const to = newDesk();
    await read(to, file);
    const brought = join(to.home, 'runs', 'run-1', 'evaluation.json');
    expect(JSON.parse(readFileSync(brought, 'utf8'))).toEqual(report);
  });

  test('is JSON that any reader takes as a whole', async () => {
    const desk = newDesk();
    storeRandomRun(desk.store, 'run-1', randomFrom(seed));
    const [file] = await write(desk, 'run-1', 'json');
    const records = JSON.parse(readFileSync(file, 'utf8'));
    expect(records.map(({ type }: { type: string }) => type)).toEqual(['run', 'points', 'logs', 'end']);
  });

  test('of a run that still went on is imported as an interrupted run', async () => {
    const desk = newDesk();
    storeRandomRun(desk.store, 'run-1', randomFrom(seed));
    desk.store.writer.change('run-1', { status: 'running', reason: '' });
    const [file] = await write(desk, 'run-1', 'json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, text.lastIndexOf(',\n{"type":"end"')));
    const to = newDesk();
    await read(to, file);
    expect(to.store.reader.run('run-1')).toMatchObject({
      status: 'interrupted',
      reason: 'It had not ended when its file was written.',
    });
  });
});

describe('a table of metrics alone', () => {
  const experiment = experimentSchema.parse({
    name: 'Elsewhere',
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const table =
    'metric,step,epoch,time,value\r\ntrain.loss,1,0.5,1000,NaN\r\ntrain.loss,2,1,3000,-Infinity\r\n';

  test('becomes a run of the experiment that is named with it', async () => {
    const desk = newDesk();
    const file = join(desk.home, 'metrics.csv');
    writeFileSync(file, table);
    const records = recordsOfFile({ file, experiment, onRead: () => {} });
    const { runId } = await importRun({ ...desk, fileName: file, records });
    expect(desk.store.reader.run(runId)).toMatchObject({
      experiment,
      status: 'finished',
      started: 1000,
      ended: 3000,
      metrics: { 'train.loss': -Infinity },
    });
    expect(wholeOf(desk, runId).points.map(({ value }) => value)).toEqual([Number.NaN, -Infinity]);
  });

  test('asks for the experiment where none is named', async () => {
    const desk = newDesk();
    const file = join(desk.home, 'metrics.csv');
    writeFileSync(file, table);
    await expect(read(desk, file)).rejects.toThrow('does not say what was trained; name the experiment file');
  });
});

describe('a bad file is refused in a sentence, and nothing is left of it', () => {
  const start = '[\n';
  const cases: readonly (readonly [string, (text: string) => string, string])[] = [
    ['an empty file', () => '', 'is empty'],
    ['no JSON', (text) => text.replace('"type"', 'type'), 'line 2 is not valid JSON'],
    ['another format', (text) => text.replace('parasample-run', 'other'), 'line 2 is no record of a run'],
    ['a newer version', (text) => text.replace('"version":1', '"version":2'), 'line 2 is no record of a run'],
    ['no head', (text) => start + text.split('\n').slice(2).join('\n'), 'does not begin with a run'],
    ['a missing line', (text) => text.split('\n').toSpliced(2, 1).join('\n'), 'is not whole: it should hold'],
    ['no end', (text) => text.split('\n').slice(0, 3).join('\n'), 'is cut off'],
    [
      'two runs',
      (text) => `${text.split('\n').slice(0, 4).join('\n')}\n${text.split('\n')[1]}`,
      'more than one run',
    ],
    ['more behind the end', (text) => `${text}${text.split('\n')[2]}`, 'goes on after its end record'],
    ['a half line', (text) => text.slice(0, text.length / 2), 'not valid JSON'],
    ['columns of different length', (text) => text.replace('"steps":[', '"steps":[1,'), 'same length'],
    ['an id that is a path', (text) => text.replace('"run-1"', '"../../x"'), 'no record of a run'],
    ['a report of another name', (text) => text.replace('"logs"', '"report"'), 'no record of a run'],
  ];

  test.each(cases)('%s', async (_what, damage, sentence) => {
    const from = newDesk();
    storeRandomRun(from.store, 'run-1', randomFrom(seed));
    const [file] = await write(from, 'run-1', 'json');
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    const to = newDesk();
    await expect(read(to, file)).rejects.toThrow(sentence);
    expect(to.store.table.rows()).toEqual([]);
    expect(to.store.annotations.removed()).toEqual([]);
    expect(existsSync(join(to.home, 'runs')) ? readdirSync(join(to.home, 'runs')) : []).toEqual([]);
  });

  test('a CSV file whose points are fewer than the run had', async () => {
    const from = newDesk();
    storeRandomRun(from.store, 'run-1', randomFrom(seed));
    const [file] = await write(from, 'run-1', 'csv');
    appendFileSync(file, 'train.loss,1,1,1,1\r\n');
    await expect(read(newDesk(), file)).rejects.toThrow('is not whole');
  });

  test.each([
    ['train.loss,1.5,0,0,0', 'row 2, step: this should be a whole number'],
    ['train.loss,1,0,0,zero', 'row 2, value: this should be a number'],
  ])('a CSV row such as %s', async (row, sentence) => {
    const { home, store } = newDesk();
    const file = join(home, 'metrics.csv');
    writeFileSync(file, `metric,step,epoch,time,value\n${row}\n`);
    const experiment = experimentSchema.parse({
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    const records = recordsOfFile({ file, experiment, onRead: () => {} });
    await expect(importRun({ home, store, fileName: file, records })).rejects.toThrow(sentence);
  });

  test('a file that is not there', async () => {
    await expect(read(newDesk(), '/nowhere/run.json')).rejects.toThrow('There is no file /nowhere/run.json.');
  });
});

test('an event file of ours that ends behind any record but its last is refused: it would be a shorter run', async () => {
  const from = newDesk();
  storeRandomRun(from.store, 'run-1', randomFrom(seed));
  const [file] = await write(from, 'run-1', 'tensorboard');
  const bytes = readFileSync(file);
  // A record is its length in 8 bytes, 4 of a checksum, its content, and 4 of another.
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; at += 16 + Number(bytes.readBigUInt64LE(at))) if (at > 0) ends.push(at);
  for (const end of [ends[1], ends[ends.length >> 1], ends.at(-1)]) {
    writeFileSync(file, bytes.subarray(0, end));
    await expect(read(newDesk(), file)).rejects.toThrow('is cut off: the end of its run is missing');
  }
});
