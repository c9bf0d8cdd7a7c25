import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { checkStore } from '../../src-main/store/check-store';
import { backupFile } from '../../src-main/store/database';
import { mergeLeftSpools } from '../../src-main/store/left-spools';
import { migrations } from '../../src-main/store/migrations';
import { restoreStore } from '../../src-main/store/restore-store';
import { Spool } from '../../src-main/store/spool';
import { openStore } from '../../src-main/store/store';
import { ParasampleError } from '../../src-shared/errors';
import { temporaryFolder } from '../temporary-folder';
import { damaged, isWhole, randomFrom, seed } from './random';

/** A home whose database was written by the version with this schema and holds one run. */
function homeOfSchema(schema: number): { home: string; file: string } {
  const home = temporaryFolder();
  const file = join(home, 'parasample.sqlite');
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = WAL');
  for (const step of migrations.slice(0, schema)) sqlite.exec(step);
  sqlite.pragma(`user_version = ${schema}`);
  sqlite.exec(
    `INSERT INTO runs (id, status, reason, experiment, engine, owner, created)
     VALUES ('old-0001', 'finished', '', '{"name":"Old","parallel":{"devices":["cpu:0"]}}', 'old', '1@', 1)`,
  );
  sqlite.close();
  return { home, file };
}

const earlier = migrations.slice(1).map((_, index) => index + 1);

describe.each(earlier)('a database of schema %i', (schema) => {
  test('is migrated with its runs, and kept as it was beside', () => {
    const { home, file } = homeOfSchema(schema);
    const store = openStore(home);
    expect(store.reader.run('old-0001')).toMatchObject({ status: 'finished', engine: 'old' });
    store.close();
    const backup = new Sqlite(backupFile(file, schema), { readonly: true });
    expect(backup.pragma('user_version', { simple: true })).toBe(schema);
    expect(backup.prepare('SELECT id FROM runs').all()).toEqual([{ id: 'old-0001' }]);
    backup.close();
  });

  test('is as it was where the process is killed in any step of the migration', async () => {
    for (let steps = 1; steps <= migrations.length - schema; steps += 1) {
      const { home, file } = homeOfSchema(schema);
      await killedAfter(file, migrations.slice(schema, schema + steps));
      const sqlite = new Sqlite(file);
      expect(sqlite.pragma('user_version', { simple: true })).toBe(schema);
      expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
      sqlite.close();
      const store = openStore(home);
      expect(store.reader.run('old-0001').status).toBe('finished');
      store.close();
    }
  });
});

/** Does these steps in a process that is killed before it could say they are done. */
async function killedAfter(file: string, steps: readonly string[]): Promise<void> {
  const script = `
    const sqlite = new (require('better-sqlite3'))(process.argv[1]);
    sqlite.exec('BEGIN IMMEDIATE');
    for (const step of JSON.parse(require('node:fs').readFileSync(0, 'utf8'))) sqlite.exec(step);
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['-e', script, file], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin?.end(JSON.stringify(steps));
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

test('a damaged database is read, or refused with a sentence and left as it was', () => {
  const { file } = homeOfSchema(migrations.length);
  const bytes = Uint8Array.from(readFileSync(file));
  const random = randomFrom(seed);
  let refused = 0;
  for (let copy = 0; copy < (isWhole ? 2000 : 60); copy += 1) {
    const other = temporaryFolder();
    const damagedFile = join(other, 'parasample.sqlite');
    const before = damaged(random, bytes);
    writeFileSync(damagedFile, before);
    const isSound = soundness(damagedFile);
    expect(readFileSync(damagedFile).equals(before)).toBe(true);
    try {
      const store = openStore(other);
      store.table.rows();
      store.close();
    } catch (error) {
      if (!(error instanceof ParasampleError)) throw error;
      expect(isSound).toBe(false);
      expect(readFileSync(damagedFile).equals(before)).toBe(true);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(0);
});

/** Whether a check calls a database sound; it may refuse it with a sentence, but never fails otherwise. */
function soundness(file: string): boolean {
  try {
    return checkStore(file).length === 0;
  } catch (error) {
    if (!(error instanceof ParasampleError)) throw error;
    return false;
  }
}

test('a damaged backup is restored as a sound database, or refused with a sentence and nothing changed', async () => {
  const { file: backup } = homeOfSchema(migrations.length);
  const bytes = Uint8Array.from(readFileSync(backup));
  const random = randomFrom(seed + 3);
  let refused = 0;
  for (let copy = 0; copy < (isWhole ? 500 : 20); copy += 1) {
    const { file } = homeOfSchema(migrations.length);
    const before = readFileSync(file);
    writeFileSync(backup, damaged(random, bytes));
    const keepAs = `${file}.kept`;
    try {
      await restoreStore({ file, backup, keepAs, isAlive: () => false, isInUse: false });
      expect(checkStore(file)).toEqual([]);
      expect(checkStore(keepAs)).toEqual([]);
    } catch (error) {
      if (!(error instanceof ParasampleError)) throw error;
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(existsSync(keepAs)).toBe(false);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(0);
});

test('of a damaged spool every whole line is stored, once and in its order', () => {
  const home = temporaryFolder();
  const spool = new Spool(join(home, 'whole'), 'w');
  for (let step = 1; step <= 20; step += 1) {
    const points = [{ name: 'train.loss', step, epoch: 1, time: 1, value: 1 / step }];
    const batch = { runId: 'old-0001', change: {}, points, finalMetrics: {}, logs: [] };
    spool.append({ number: step, batches: [batch] });
  }
  const bytes = Uint8Array.from(readFileSync(spool.file));
  const random = randomFrom(seed + 2);
  for (let copy = 0; copy < (isWhole ? 1000 : 30); copy += 1) {
    const { home: other } = homeOfSchema(migrations.length);
    mkdirSync(join(other, 'spool'));
    writeFileSync(join(other, 'spool', 'w.spool'), damaged(random, bytes));
    const store = openStore(other);
    mergeLeftSpools(join(other, 'spool'), store.writer, () => true);
    const steps = store.reader.points('old-0001', 0).map(({ step }) => step);
    store.close();
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    expect(readdirSync(join(other, 'spool'))).toEqual([]);
  }
  spool.close();
});
