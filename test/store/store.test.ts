import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { explainDatabaseError } from '../../src-main/store/database-errors';
import { migrations } from '../../src-main/store/migrations';
import { openStore, type Store } from '../../src-main/store/store';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { noAnnotations, undoWindowMs } from '../../src-shared/runs/annotations';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
});

function newStore(home = temporaryFolder()): Store {
  const store = openStore(home, { busyTimeoutMs: 50 });
  onTestFinished(() => store.close());
  return store;
}

function withRun(store: Store, id: string, owner = '1@x'): Store {
  store.writer.create({ id, experiment, engine: 'an engine', codeVersion: '1', owner, created: 1000 });
  return store;
}

const nothing = { change: {}, points: [], finalMetrics: {}, logs: [] };
const point = (name: string, step: number, value: number) => ({
  name,
  step,
  epoch: step / 10,
  time: 5,
  value,
});

describe('runs', () => {
  test('a new run is queued and comes back as it was stored', () => {
    const { reader } = withRun(newStore(), 'demo-1');
    expect(reader.run('demo-1')).toEqual({
      id: 'demo-1',
      status: 'queued',
      reason: '',
      experiment,
      created: 1000,
      engine: 'an engine',
      codeVersion: '1',
      metrics: {},
      annotations: noAnnotations,
    });
  });

  test('a finished run has its scores and what was found of its posterior, not its curves', () => {
    const { writer, reader } = withRun(newStore(), 'demo-1');
    const finalMetrics = { 'test.nll': 2, 'posterior.rHat': 1.01, 'train.nll': 3, 'worker.0.stepMs': 4 };
    writer.store([{ ...nothing, runId: 'demo-1', finalMetrics }]);
    expect(reader.run('demo-1')?.metrics).toEqual({ 'test.nll': 2, 'posterior.rHat': 1.01 });
  });

  test('the list is newest first', () => {
    const store = withRun(withRun(newStore(), 'first'), 'second');
    expect(store.table.rows().map(({ summary }) => summary.id)).toEqual(['second', 'first']);
  });

  test('a change leaves what it does not name as it was', () => {
    const { reader, writer } = withRun(newStore(), 'demo');
    const progress = { phase: 'training', step: 3, totalSteps: 9, epoch: 0.5 } as const;
    writer.change('demo', { status: 'running', started: 2000, progress });
    writer.change('demo', { status: 'failed', reason: 'It broke.', ended: 3000 });
    expect(reader.run('demo')).toMatchObject({
      status: 'failed',
      reason: 'It broke.',
      started: 2000,
      ended: 3000,
      progress,
    });
  });

  test('only runs that are not over are open, with their devices, oldest first', () => {
    const store = withRun(withRun(withRun(newStore(), 'a'), 'b'), 'c');
    store.writer.change('b', { status: 'finished' });
    const devices = ['cpu:0', 'cpu:1'];
    expect(store.reader.open()).toEqual([
      { id: 'a', status: 'queued', owner: '1@x', devices, share: 1 },
      { id: 'c', status: 'queued', owner: '1@x', devices, share: 1 },
    ]);
  });

  test('a run that is not there is refused by name', () => {
    expect(() => newStore().reader.run('nowhere-1')).toThrow(/^There is no run named nowhere-1;/);
  });

  test('purging a removed run takes its points and log lines along and leaves those of others', () => {
    const store = withRun(withRun(newStore(), 'gone'), 'kept');
    const logs = [{ time: 1, level: 'info', text: 'hello' }] as const;
    const points = [point('train.loss', 1, 2)];
    store.writer.store([
      { ...nothing, runId: 'gone', points, logs },
      { ...nothing, runId: 'kept', points, logs },
    ]);
    store.annotations.remove(['gone'], 1000);
    expect(store.annotations.purgeOne(1001 + undoWindowMs)).toBe('gone');
    withRun(store, 'gone');
    expect([store.reader.points('gone', 0), store.reader.logs('gone', 0)]).toEqual([[], []]);
    expect(store.reader.points('kept', 0)).toHaveLength(1);
    expect(store.reader.run('gone').metrics).toEqual({});
  });
});

describe('metrics', () => {
  test('NaN and infinities survive, so that a diverging run shows as one', () => {
    const { reader, writer } = withRun(newStore(), 'demo');
    const values = [0.1, Number.NaN, Infinity, -Infinity, -0.5e-300];
    writer.store([
      { ...nothing, runId: 'demo', points: values.map((value, step) => point('train.loss', step, value)) },
    ]);
    expect(reader.points('demo', 0).map(({ value }) => value)).toEqual(values);
    expect(reader.run('demo').metrics).toEqual({ 'train.loss': -0.5e-300 });
  });

  test('a reader gets what is new after the last id it saw', () => {
    const { reader, writer } = withRun(newStore(), 'demo');
    writer.store([{ ...nothing, runId: 'demo', points: [point('a', 1, 1), point('b', 1, 2)] }]);
    const last = reader.points('demo', 0).at(-1)?.id ?? 0;
    writer.store([{ ...nothing, runId: 'demo', points: [point('a', 2, 3)] }]);
    expect(reader.points('demo', last)).toEqual([{ id: last + 1, ...point('a', 2, 3) }]);
  });

  test('the summary shows the last value of test, validation and training loss, and the final ones', () => {
    const { reader, writer } = withRun(newStore(), 'demo');
    const points = [
      point('validation.accuracy', 1, 0.5),
      point('validation.accuracy', 2, 0.75),
      point('worker.0.stepMs', 2, 12),
    ];
    writer.store([{ ...nothing, runId: 'demo', points, finalMetrics: { 'test.ece': 0.25 } }]);
    expect(reader.run('demo').metrics).toEqual({ 'test.ece': 0.25, 'validation.accuracy': 0.75 });
  });

  test('a batch that fails leaves nothing of itself behind, and the next one is stored whole', () => {
    const { reader, writer } = withRun(newStore(), 'demo');
    const broken = { ...point('c', 2, 1), step: 1.5 };
    expect(() => writer.store([{ ...nothing, runId: 'demo', points: [point('c', 1, 1), broken] }])).toThrow(
      FailedError,
    );
    expect(reader.points('demo', 0)).toEqual([]);
    writer.store([{ ...nothing, runId: 'demo', points: [point('c', 1, 1)] }]);
    expect(reader.points('demo', 0)).toHaveLength(1);
  });
});

test('log lines keep their worker, or none for the run itself', () => {
  const { reader, writer } = withRun(newStore(), 'demo');
  const logs = [
    { time: 1, level: 'warning', text: 'slow', worker: 0 },
    { time: 2, level: 'info', text: 'done' },
  ] as const;
  writer.store([{ ...nothing, runId: 'demo', logs }]);
  expect(reader.logs('demo', 0)).toEqual([
    { id: 1, ...logs[0] },
    { id: 2, ...logs[1] },
  ]);
});

describe('the database file', () => {
  test.each(['removed', 'replaced'] as const)(
    'that is %s while it is open takes no writes, which nobody would find again, until it is back',
    (what) => {
      const home = temporaryFolder();
      const store = withRun(newStore(home), 'first');
      const file = join(home, 'parasample.sqlite');
      renameSync(file, `${file}.elsewhere`);
      if (what === 'replaced') writeFileSync(file, '');
      expect(() => withRun(store, 'lost')).toThrow(
        new FailedError(
          `The database ${file} was removed, moved or replaced while Parasample had it open. Put it back where it was; to use another one, close Parasample first.`,
        ),
      );
      renameSync(`${file}.elsewhere`, file);
      withRun(store, 'second');
      expect(store.table.rows().map(({ summary }) => summary.id)).toEqual(['second', 'first']);
    },
  );

  test('is opened again with everything in it', () => {
    const home = temporaryFolder();
    const first = withRun(openStore(home), 'demo');
    first.close();
    expect(newStore(home).reader.has('demo')).toBe(true);
  });

  test('of a newer version is refused and left as it was', () => {
    const home = temporaryFolder();
    openStore(home).close();
    const file = join(home, 'parasample.sqlite');
    const sqlite = new Sqlite(file);
    sqlite.pragma(`user_version = ${migrations.length + 1}`);
    sqlite.close();
    const before = readFileSync(file);
    expect(() => openStore(home)).toThrow(BadInputError);
    expect(() => openStore(home)).toThrow(/was written by a newer Parasample/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('whose settings of a run are damaged says so in a sentence', () => {
    const home = temporaryFolder();
    const store = withRun(newStore(home), 'a');
    const other = new Sqlite(join(home, 'parasample.sqlite'));
    other.exec("UPDATE runs SET experiment = '{'");
    other.close();
    expect(() => store.reader.run('a')).toThrow(FailedError);
    expect(() => store.table.rows()).toThrow(
      /^The database is damaged: the settings of a run cannot be read\./,
    );
  });

  test('that another program keeps locked is called busy', () => {
    const home = temporaryFolder();
    const store = newStore(home);
    const other = new Sqlite(join(home, 'parasample.sqlite'));
    onTestFinished(() => {
      other.close();
    });
    other.exec('BEGIN IMMEDIATE');
    expect(() => withRun(store, 'demo')).toThrow(/^The database .*parasample\.sqlite is busy: /);
    other.exec('ROLLBACK');
    expect(withRun(store, 'demo').reader.has('demo')).toBe(true);
  });

  test('that is no database is named, with what to do', () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'parasample.sqlite'), 'This is a letter, not a database. '.repeat(40));
    expect(() => openStore(home)).toThrow(/is damaged or no database\. Move it away/);
  });

  test.each([
    ['SQLITE_FULL', 'The disk is full: the database FILE cannot grow. Free some space and try again.'],
    ['SQLITE_IOERR_WRITE', 'The disk with the database FILE reports errors in reading or writing.'],
    [
      'SQLITE_READONLY_DIRECTORY',
      'The database FILE cannot be written: the file, its folder or its disk is read-only. ' +
        'Allow writing, or set PARASAMPLE_HOME to another folder.',
    ],
  ])('that reports %s gives one sentence with the remedy', (code, sentence) => {
    expect(explainDatabaseError({ code }, 'FILE').message).toBe(sentence);
  });

  test.skipIf(process.getuid?.() === 0)('in a folder that may not be written is refused', () => {
    const home = temporaryFolder();
    chmodSync(home, 0o500);
    expect(() => openStore(join(home, 'inner'))).toThrow(/cannot be written/);
    expect(existsSync(join(home, 'inner'))).toBe(false);
  });
});
