import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { backUpStore } from '../../src-main/store/back-up-store';
import { listBackups, newBackupFile, replacedFile, storeFile } from '../../src-main/store/backup-files';
import { checkStore } from '../../src-main/store/check-store';
import { removeLeftCopies } from '../../src-main/store/left-copies';
import { migrations } from '../../src-main/store/migrations';
import { type Restoring, restoreStore } from '../../src-main/store/restore-store';
import { openStore, type Store } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

function homeWith(...ids: readonly string[]): { home: string; file: string; store: Store } {
  const home = temporaryFolder();
  const store = openStore(home, { busyTimeoutMs: 50 });
  onTestFinished(() => store.close());
  for (const id of ids) addRun(store, id);
  return { home, file: storeFile(home), store };
}

function addRun(store: Store, id: string): void {
  store.writer.create({ id, experiment, engine: '', codeVersion: '1', owner: '1@', created: 1 });
  const points = [1, 2, 3].map((step) => ({ name: 'train.loss', step, epoch: 1, time: 1, value: step / 7 }));
  store.writer.store([{ runId: id, change: { status: 'finished' }, points, finalMetrics: {}, logs: [] }]);
}

const idsOf = (store: Store) => store.table.rows().map(({ summary }) => summary.id);

function restoring(file: string, backup: string, more: Partial<Restoring> = {}): Restoring {
  return { file, backup, keepAs: `${file}.kept`, isAlive: () => false, isInUse: false, ...more };
}

describe('a backup', () => {
  test('is one sound file with all runs and points, made while the store is in use', async () => {
    const { home, file, store } = homeWith('a', 'b');
    const target = newBackupFile(home, new Date(2026, 10, 21, 13, 45, 1));
    await backUpStore(file, target);
    expect(target).toBe(join(home, 'backups', 'parasample-20261121-134501.sqlite'));
    expect(readdirSync(join(home, 'backups'))).toEqual(['parasample-20261121-134501.sqlite']);
    expect(checkStore(target)).toEqual([]);
    const copy = new Sqlite(target, { readonly: true });
    expect(copy.prepare('SELECT count(*) FROM metric_points').pluck().get()).toBe(6);
    copy.close();
    expect(listBackups(home).map(({ name }) => name)).toEqual(['parasample-20261121-134501.sqlite']);
    expect(idsOf(store)).toEqual(['b', 'a']);
  });

  test('overwrites nothing', async () => {
    const { file, home } = homeWith('a');
    const target = join(home, 'mine.sqlite');
    writeFileSync(target, 'precious');
    await expect(backUpStore(file, target)).rejects.toThrow(`The file ${target} exists already;`);
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });

  test('that is cancelled leaves nothing', async () => {
    const { file, home } = homeWith('a');
    const controller = new AbortController();
    controller.abort();
    const target = join(home, 'copies', 'a.sqlite');
    await expect(backUpStore(file, target, { signal: controller.signal })).rejects.toThrow(/was cancelled/);
    expect(readdirSync(join(home, 'copies'))).toEqual([]);
  });

  test('of a damaged store is refused: it would hold the same damage', async () => {
    const { file, home, store } = homeWith('a', 'b', 'c');
    store.close();
    damagePages(file);
    await expect(backUpStore(file, join(home, 'b.sqlite'))).rejects.toThrow(/is damaged/);
    expect(existsSync(join(home, 'b.sqlite'))).toBe(false);
  });
});

/** Overwrites the last pages, where rows are; the schema on the first ones stays readable. */
function damagePages(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0x55, bytes.length - 3 * 4096));
}

describe('restoring', () => {
  test('brings back what the backup has, to every connection at once, and keeps what was there', async () => {
    const { home, file, store } = homeWith('a', 'b');
    const backup = join(home, 'b.sqlite');
    await backUpStore(file, backup);
    addRun(store, 'later');
    store.annotations.remove(['a'], 1);
    expect(idsOf(store)).toEqual(['later', 'b']);
    const other = openStore(home);
    onTestFinished(() => other.close());
    expect(idsOf(other)).toEqual(['later', 'b']);
    const generation = other.table.storeGeneration();
    await restoreStore(restoring(file, backup, { isInUse: true }));
    for (const one of [store, other]) expect(idsOf(one)).toEqual(['b', 'a']);
    expect(other.table.storeGeneration()).not.toBe(generation);
    addRun(store, 'after');
    expect(idsOf(other)).toEqual(['after', 'b', 'a']);
    expect(checkStore(file)).toEqual([]);
    const kept = new Sqlite(`${file}.kept`, { readonly: true });
    expect(kept.prepare('SELECT id FROM runs WHERE removed IS NULL').pluck().all()).toEqual(['b', 'later']);
    kept.close();
  });

  test('calls runs interrupted that went on when the backup was made', async () => {
    const { home, file, store } = homeWith('a');
    store.writer.change('a', { status: 'running', started: 5 });
    const backup = join(home, 'b.sqlite');
    await backUpStore(file, backup);
    await restoreStore(restoring(file, backup));
    expect(store.reader.run('a')).toMatchObject({
      status: 'interrupted',
      ended: 5,
      reason: 'It was going on when the restored database was copied; it can be continued.',
    });
  });

  test('a backup of an earlier version brings it up to date', async () => {
    const { home, file, store } = homeWith();
    const backup = join(home, 'old.sqlite');
    const old = new Sqlite(backup);
    for (const step of migrations.slice(0, 2)) old.exec(step);
    old.pragma('user_version = 2');
    old.exec(`INSERT INTO runs (id, status, reason, experiment, engine, owner, created)
      VALUES ('old-1', 'finished', '', '${JSON.stringify(experiment)}', '', '1@', 1)`);
    old.close();
    const before = readFileSync(backup);
    await restoreStore(restoring(file, backup));
    expect(idsOf(store)).toEqual(['old-1']);
    expect(readFileSync(backup).equals(before)).toBe(true);
  });

  test('is refused while a run of a living process goes on or waits', async () => {
    const { home, file, store } = homeWith('a');
    const backup = join(home, 'b.sqlite');
    await backUpStore(file, backup);
    store.writer.change('a', { status: 'queued' });
    await expect(restoreStore(restoring(file, backup, { isAlive: () => true }))).rejects.toThrow(
      'A run is going on or waiting, so the database was left as it is; stop what goes on, or wait for its end, and restore then.',
    );
    expect(store.reader.run('a').status).toBe('queued');
    expect(existsSync(`${file}.kept`)).toBe(false);
  });

  const refused: readonly [string, (backup: string) => void, RegExp][] = [
    ['a text', (backup) => writeFileSync(backup, 'Dear database, '.repeat(900)), /is damaged or no database/],
    ['an empty file', (backup) => writeFileSync(backup, ''), /is empty; it holds no runs/],
    ['a torn file', (backup) => truncateSync(backup, 5 * 4096 + 17), /is damaged/],
    ['damaged pages', damagePages, /is damaged/],
    [
      'a database of another program',
      (backup) => {
        rmSync(backup);
        const other = new Sqlite(backup);
        other.exec('CREATE TABLE songs (title TEXT); PRAGMA user_version = 3');
        other.close();
      },
      /is a database, but not one of Parasample \(it has no table runs\)/,
    ],
    [
      'a newer version',
      (backup) => change(backup, `PRAGMA user_version = ${migrations.length + 1}`),
      /newer/,
    ],
    [
      'a trigger that no version has made',
      (backup) => change(backup, 'CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END'),
      /\(it has a trigger t\)/,
    ],
    [
      'a trigger that does something else',
      (backup) =>
        change(
          backup,
          'DROP TRIGGER run_created; CREATE TRIGGER run_created AFTER INSERT ON runs BEGIN DELETE FROM runs; END',
        ),
      /\(its trigger run_created is another\)/,
    ],
    [
      'a trigger under a name of SQLite’s own',
      (backup) =>
        rewriteSchema(
          backup,
          `INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('trigger', 'sqlite_stat1', 'runs', 0,
            'CREATE TRIGGER sqlite_stat1 AFTER UPDATE ON runs BEGIN DELETE FROM metric_points; END')`,
        ),
      /\(it has a trigger sqlite_stat1\)/,
    ],
    [
      'a column that computes instead of holding',
      (backup) =>
        rewriteSchema(
          backup,
          "UPDATE sqlite_schema SET sql = replace(sql, 'reason TEXT NOT NULL', 'reason TEXT AS (hex(zeroblob(900000000)))')",
        ),
      /\(its table runs is another\)/,
    ],
    [
      'a run whose settings are no settings',
      (backup) => change(backup, "UPDATE runs SET experiment = 'none'"),
      /the state, settings or progress of run a cannot be read/,
    ],
    [
      'a run in a state that no run can be in',
      (backup) => change(backup, "UPDATE runs SET status = 'everywhere'"),
      /the state, settings or progress of run a cannot be read/,
    ],
    [
      'a run whose name leads out of the folder of runs',
      (backup) => change(backup, "UPDATE runs SET id = '../../etc'"),
      /a run in it has a name that no run can have/,
    ],
  ];

  function change(file: string, sql: string): void {
    const sqlite = new Sqlite(file);
    sqlite.exec(sql);
    sqlite.close();
  }

  /** What SQLite itself lets nobody make. */
  function rewriteSchema(file: string, sql: string): void {
    const sqlite = new Sqlite(file);
    sqlite.unsafeMode(true);
    sqlite.pragma('writable_schema = ON');
    sqlite.exec(sql);
    sqlite.close();
  }

  test.each(refused)(
    '%s is refused with one sentence, and nothing changes',
    async (_what, damage, sentence) => {
      const { home, file, store } = homeWith('a');
      const backup = join(home, 'b.sqlite');
      await backUpStore(file, backup);
      damage(backup);
      addRun(store, 'later');
      await expect(restoreStore(restoring(file, backup))).rejects.toThrow(sentence);
      expect(idsOf(store)).toEqual(['later', 'a']);
      expect(readdirSync(home).filter((name) => /kept|restoring/.test(name))).toEqual([]);
    },
  );

  test('refuses such a file as the store too, and leaves it as it was', () => {
    const home = temporaryFolder();
    const sqlite = new Sqlite(storeFile(home));
    sqlite.exec('CREATE TABLE songs (title TEXT)');
    sqlite.close();
    const before = readFileSync(storeFile(home));
    expect(() => openStore(home)).toThrow(/not one of Parasample \(it has a table songs\)/);
    expect(readFileSync(storeFile(home)).equals(before)).toBe(true);
    expect(readdirSync(home)).toEqual(['parasample.sqlite']);
  });

  test('replaces a store that is damaged beyond reading, which is kept with its log', async () => {
    const { home, file, store } = homeWith('a');
    const backup = join(home, 'b.sqlite');
    await backUpStore(file, backup);
    store.close();
    writeFileSync(file, 'noise'.repeat(4000));
    const open = restoring(file, backup, { isInUse: true });
    await expect(restoreStore(open)).rejects.toThrow(/too damaged to be replaced while it is open/);
    await restoreStore(restoring(file, backup));
    expect(readFileSync(`${file}.kept`, 'utf8')).toBe('noise'.repeat(4000));
    const restored = openStore(home);
    expect(idsOf(restored)).toEqual(['a']);
    restored.close();
  });

  test('where there is no store puts the backup there', async () => {
    const { home, file } = homeWith('a');
    const backup = join(home, 'b.sqlite');
    await backUpStore(file, backup);
    const elsewhere = storeFile(temporaryFolder());
    await restoreStore(restoring(elsewhere, backup));
    expect(checkStore(elsewhere)).toEqual([]);
    expect(existsSync(`${elsewhere}.kept`)).toBe(false);
  });

  test('a store that another program keeps locked is refused and left as it is', async () => {
    const { home, file, store } = homeWith('a');
    const backup = join(home, 'b.sqlite');
    await backUpStore(file, backup);
    addRun(store, 'later');
    const other = new Sqlite(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(restoreStore(restoring(file, backup))).rejects.toThrow(/is busy: another program/);
    other.exec('ROLLBACK');
    other.close();
    expect(idsOf(store)).toEqual(['later', 'a']);
  });
});

test('copies that a killed process left half-written are removed, and nothing else', () => {
  const home = temporaryFolder();
  mkdirSync(join(home, 'backups'));
  const left = [
    'backups/parasample-20261121-134501.sqlite.part-8',
    'backups/parasample-20261121-134501.sqlite.part-8-journal',
    'parasample.sqlite.replaced-20261121-134501.part-8',
    'parasample.sqlite.restoring-8-wal',
    'parasample.sqlite.schema-3.part-8',
  ];
  const others = [
    'backups/parasample-20261121-134501.sqlite',
    'backups/parasample-20261121-134502.sqlite.part-7',
    'mine.sqlite.part-8',
    'parasample.sqlite-wal',
    'parasample.sqlite.replaced-20261121-134501',
    'parasample.sqlite.restoring-7',
    'parasample.sqlite.schema-3',
  ];
  for (const name of [...left, ...others]) writeFileSync(join(home, name), '');
  removeLeftCopies(home, (pid) => pid === 7);
  expect(left.filter((name) => existsSync(join(home, name)))).toEqual([]);
  expect(others.filter((name) => existsSync(join(home, name)))).toEqual(others);
});

test('a store that is replaced is kept under its name only once its copy is whole', async () => {
  const { home, file } = homeWith('a');
  const backup = newBackupFile(home, new Date());
  await backUpStore(file, backup);
  const keepAs = replacedFile(file, new Date());
  const seen: string[] = [];
  const watcher = watch(home, (_event, name) => seen.push(String(name)));
  await restoreStore(restoring(file, backup, { keepAs }));
  await vi.waitFor(() => expect(seen).toContain(basename(keepAs)));
  watcher.close();
  expect(seen.indexOf(`${basename(keepAs)}.part-${process.pid}`)).toBeGreaterThanOrEqual(0);
  expect(seen.indexOf(`${basename(keepAs)}.part-${process.pid}`)).toBeLessThan(
    seen.indexOf(basename(keepAs)),
  );
  expect(checkStore(keepAs)).toEqual([]);
});

test('what is replaced is named after the store and the time', () => {
  expect(replacedFile('/x/parasample.sqlite', new Date(2026, 0, 2, 3, 4, 5))).toBe(
    '/x/parasample.sqlite.replaced-20260102-030405',
  );
});
