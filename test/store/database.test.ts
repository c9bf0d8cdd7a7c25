import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Database, type ReadableDatabase, type Writing } from '../../src-main/store/database';
import { openStore } from '../../src-main/store/store';
import { FailedError } from '../../src-shared/errors';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

function opened() {
  const database = Database.open(join(temporaryFolder(), 'parasample.sqlite'));
  onTestFinished(() => database.close());
  const rename = database.prepareWrite<[string, string]>('UPDATE saved_views SET name = ? WHERE id = ?');
  return { database, rename };
}

describe('a write to the store', () => {
  it('has no form on a reader, nor outside a transaction: the compiler says so', () => {
    const { database, rename } = opened();
    const reader: ReadableDatabase = database;
    const misuses = [
      // @ts-expect-error a reader has no transactions
      () => reader.write(() => undefined),
      // @ts-expect-error a reader prepares no statement that writes
      () => reader.prepareWrite('DELETE FROM runs'),
      // @ts-expect-error what is prepared for reading cannot be run for its effect
      () => reader.prepare<[]>('SELECT 1').run(),
      // @ts-expect-error a write shows the transaction that it is part of
      () => rename.run('a name', 'an id'),
      // @ts-expect-error nothing but the database makes a transaction
      (): Writing => ({ check: () => {}, end: () => {} }),
    ];
    expect(misuses).toHaveLength(5);
  });

  it.each([
    'UPDATE runs SET experiment = ?',
    'DELETE FROM runs WHERE id = ?',
    'INSERT INTO metric_names (name) VALUES (?)',
    'UPDATE runs SET status = ? RETURNING id',
  ])('cannot be prepared as something that reads: %s', (source) => {
    expect(() => opened().database.prepare<[string]>(source)).toThrow(/was prepared for reading/);
  });

  it('is refused once its transaction is over', () => {
    const { database, rename } = opened();
    let kept: Writing | undefined;
    database.write((writing) => {
      kept = writing;
      expect(rename.run(writing, 'a name', 'no such view').changes).toBe(0);
    });
    const late = kept as Writing;
    expect(() => rename.run(late, 'a name', 'no such view')).toThrow(/is over/);
  });

  it('never goes to a file that is no longer where it was opened, whichever change of a run it is', () => {
    const home = temporaryFolder();
    const store = openStore(home);
    onTestFinished(() => store.close());
    const run = { id: 'demo', experiment, engine: 'an engine', codeVersion: '1', owner: '1@x', created: 1 };
    store.writer.create(run);
    const file = join(home, 'parasample.sqlite');
    renameSync(file, `${file}.elsewhere`);
    for (const write of [
      () => store.writer.change('demo', { status: 'running' }),
      () => store.writer.changeExperiment('demo', '1@x', { ...experiment, name: 'other' }),
    ])
      expect(write).toThrow(FailedError);
    renameSync(`${file}.elsewhere`, file);
    expect(store.reader.run('demo')).toMatchObject({ status: 'queued', experiment });
  });
});
