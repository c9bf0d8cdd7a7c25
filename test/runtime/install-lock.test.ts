import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { withLock } from '../../src-main/runtime/install-lock';
import { FailedError } from '../../src-shared/errors';
import { temporaryFolder } from '../temporary-folder';

const idOfDeadProcess = () => spawnSync(process.execPath, ['-e', '']).pid;

function heldLock(owner: string): string {
  const lock = join(temporaryFolder(), 'lock');
  mkdirSync(lock);
  writeFileSync(join(lock, 'owner'), owner);
  return lock;
}

test('two installations never work at the same time', async () => {
  const lock = join(temporaryFolder(), 'lock');
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    events.push(`${name} ends`);
  };
  const waited = vi.fn();
  await Promise.all([withLock(lock, work('one'), waited), withLock(lock, work('two'), waited)]);
  expect(events).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  expect(waited).toHaveBeenCalledOnce();
});

test('the lock is gone after the work, even where the work failed', async () => {
  const lock = join(temporaryFolder(), 'lock');
  const failing = withLock(lock, () => Promise.reject(new Error('no space')), vi.fn());
  await expect(failing).rejects.toThrow('no space');
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that died is taken over at once', async () => {
  const lock = heldLock(`${hostname()} ${idOfDeadProcess()}`);
  const waited = vi.fn();
  expect(await withLock(lock, async () => 'done', waited)).toBe('done');
  expect(waited).not.toHaveBeenCalled();
});

test('the lock of another machine is taken over once nobody has touched it for a minute', async () => {
  const lock = heldLock('another-machine 1');
  const longAgo = new Date(Date.now() - 120_000);
  utimesSync(lock, longAgo, longAgo);
  expect(await withLock(lock, async () => 'done', vi.fn())).toBe('done');
});

test('waiting for a living process can be stopped', async () => {
  const lock = heldLock(`${hostname()} ${process.pid}`);
  const controller = new AbortController();
  const waiting = withLock(
    lock,
    async () => 'done',
    () => controller.abort(),
    controller.signal,
  );
  await expect(waiting).rejects.toThrow(FailedError);
  expect(existsSync(lock)).toBe(true);
});

test.each([
  ['lies below a file', () => join(fileIn(temporaryFolder()), 'downloads', 'lock')],
  ['is in a folder that takes none', () => '/proc/lock'],
  ['has a name too long for its disk', () => join(temporaryFolder(), 'x'.repeat(300))],
])('a lock that %s is refused with the reason instead of being waited for', async (_where, place) => {
  const waited = vi.fn();
  const locking = withLock(place(), async () => 'done', waited);
  await expect(locking).rejects.toThrow(
    /^Nothing can be installed in .+ \((ENOTDIR|ENOENT|EACCES|ENAMETOOLONG)\); see /,
  );
  await expect(locking).rejects.toThrow(FailedError);
  expect(waited).not.toHaveBeenCalled();
});

function fileIn(folder: string): string {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  return file;
}
