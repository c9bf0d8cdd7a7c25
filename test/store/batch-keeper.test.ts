import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { BatchKeeper } from '../../src-main/store/batch-keeper';
import { mergeLeftSpools } from '../../src-main/store/left-spools';
import type { RunBatch } from '../../src-main/store/run-changes';
import { Spool } from '../../src-main/store/spool';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { refusalText, type StoreHealth } from '../../src-shared/storage';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

/** A store with one run, a keeper for it, and another program that can lock the database. */
function setUp({ home = temporaryFolder(), writer = 'one' } = {}) {
  const store = openStore(home, { busyTimeoutMs: 10 });
  if (!store.reader.has('demo'))
    store.writer.create({ id: 'demo', experiment, engine: '', codeVersion: '1', owner: '1@', created: 1 });
  const spool = new Spool(join(home, 'spool'), writer);
  const told: StoreHealth[] = [];
  const keeper = new BatchKeeper({
    writer: store.writer,
    spool,
    retryMs: 0,
    onHealth: (health) => told.push(health),
  });
  const other = new Sqlite(join(home, 'parasample.sqlite'));
  onTestFinished(() => {
    other.close();
    store.close();
  });
  const steps = () => store.reader.points('demo', 0).map(({ step }) => step);
  const mergeAll = () => {
    for (let tries = 0; keeper.hasSpooled && tries < 1000; tries += 1) keeper.merge();
  };
  return {
    home,
    store,
    spool,
    keeper,
    told,
    steps,
    mergeAll,
    lock: () => other.exec('BEGIN IMMEDIATE'),
    unlock: () => other.exec('ROLLBACK'),
  };
}

function batch(step: number, value = step / 3): RunBatch {
  const points = [{ name: 'train.loss', step, epoch: 0.5, time: 5, value }];
  return { runId: 'demo', change: {}, points, finalMetrics: {}, logs: [] };
}

describe('batches that the database refuses', () => {
  test('wait in the spool and are stored once and in their order when it takes them', () => {
    const { keeper, lock, unlock, mergeAll, steps, store } = setUp();
    expect(keeper.keep([batch(1)])).toBe('stored');
    lock();
    expect([2, 3].map((step) => keeper.keep([batch(step, step === 2 ? Number.NaN : Infinity)]))).toEqual([
      'spooled',
      'spooled',
    ]);
    unlock();
    // Later ones come after those that wait, even where the database would take them now.
    expect(keeper.keep([batch(4)])).toBe('spooled');
    mergeAll();
    expect(keeper.keep([batch(5)])).toBe('stored');
    expect(steps()).toEqual([1, 2, 3, 4, 5]);
    expect(store.reader.points('demo', 0).map(({ value }) => value)).toEqual([
      1 / 3,
      Number.NaN,
      Infinity,
      4 / 3,
      5 / 3,
    ]);
  });

  test('are tried again in time where the clock is set back meanwhile', () => {
    const { keeper, lock, unlock, mergeAll, steps } = setUp();
    lock();
    expect(keeper.keep([batch(1)])).toBe('spooled');
    unlock();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    mergeAll();
    expect(steps()).toEqual([1]);
  });

  test('are told of when they are refused again, and once more when all are stored', () => {
    const { keeper, lock, unlock, mergeAll, told, spool } = setUp();
    lock();
    keeper.keep([batch(1)]);
    expect(told).toEqual([]);
    keeper.merge();
    keeper.merge();
    unlock();
    mergeAll();
    expect(told).toEqual([
      {
        state: 'refuses',
        reason: expect.stringMatching(/is busy: another program/),
        kept: 'file',
        file: spool.file,
      },
      { state: 'fine' },
    ]);
    expect(refusalText(told[0] as Extract<StoreHealth, { state: 'refuses' }>)).toContain(
      `Training goes on: what it measures is kept in ${spool.file} and is stored as soon as`,
    );
  });

  test('outlive their process, and are stored by the next one', () => {
    const first = setUp();
    first.lock();
    for (const step of [1, 2, 3]) first.keeper.keep([batch(step)]);
    first.unlock();
    const next = setUp({ home: first.home, writer: 'two' });
    const merge = () =>
      mergeLeftSpools(join(next.home, 'spool'), next.store.writer, (name) => name === 'one');
    merge();
    merge();
    expect(next.steps()).toEqual([1, 2, 3]);
    expect(readdirSync(join(next.home, 'spool'))).toEqual([]);
  });

  test('are not there twice where their process died between storing them and saying so', () => {
    const { home, store, spool, keeper, lock, unlock, steps } = setUp();
    lock();
    for (const step of [1, 2, 3]) keeper.keep([batch(step)]);
    unlock();
    // As the keeper does it, without what comes after the transaction.
    store.writer.storeNumbered('one', spool.oldest(2).lines);
    mergeLeftSpools(join(home, 'spool'), store.writer, () => true);
    expect(steps()).toEqual([1, 2, 3]);
  });

  test('are stored up to the torn one where the process died while it wrote', () => {
    const { home, store, spool, keeper, lock, unlock, steps } = setUp();
    lock();
    for (const step of [1, 2, 3]) keeper.keep([batch(step)]);
    unlock();
    const bytes = readFileSync(spool.file);
    writeFileSync(spool.file, bytes.subarray(0, bytes.length - 7));
    mergeLeftSpools(join(home, 'spool'), store.writer, () => true);
    expect(steps()).toEqual([1, 2]);
  });

  test('are not held up by what cannot be read beside them, which stays where it is', () => {
    const { home, store, keeper, lock, unlock, steps } = setUp();
    lock();
    keeper.keep([batch(1)]);
    unlock();
    const folder = join(home, 'spool');
    mkdirSync(join(folder, 'a-folder.spool'));
    symlinkSync(join(home, 'nowhere'), join(folder, 'a-link.spool'));
    mergeLeftSpools(folder, store.writer, () => true);
    expect(steps()).toEqual([1]);
    expect(readdirSync(folder).sort()).toEqual(['a-folder.spool', 'a-link.spool']);
  });

  test('find the room that was reserved, which is given back empty', () => {
    const { spool, keeper, lock, unlock, mergeAll } = setUp();
    keeper.reserve();
    const { size } = statSync(spool.file);
    lock();
    for (let step = 1; step <= 50; step += 1) keeper.keep([batch(step)]);
    expect(statSync(spool.file).size).toBe(size);
    unlock();
    mergeAll();
    expect(readFileSync(spool.file).every((byte) => byte === 0)).toBe(true);
    keeper.close();
    expect(existsSync(spool.file)).toBe(false);
  });
});

test('a batch that failed while it waits in memory is stored once with what came meanwhile', () => {
  const { home, spool, keeper, lock, unlock, steps, told } = setUp();
  // No file can be made where a file stands in the folder's place.
  writeFileSync(join(home, 'spool'), '');
  lock();
  expect(() => keeper.keep([batch(1)])).toThrow();
  expect(() => keeper.keep([batch(1), batch(2)])).toThrow();
  expect(told.at(-1)).toMatchObject({ state: 'refuses', kept: 'memory', file: spool.file });
  unlock();
  expect(keeper.keep([batch(1), batch(2), batch(3)])).toBe('stored');
  expect(steps()).toEqual([1, 2, 3]);
  expect(told.at(-1)).toEqual({ state: 'fine' });
});
