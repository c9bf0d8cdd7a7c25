import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { BadInputError, FailedError, ParasampleError } from '../../src-shared/errors';
import { makeFolder } from '../make-folder';
import { refusedWriting } from '../refused-writing';
import { checkStore } from './check-store';
import { explainDatabaseError } from './database-errors';

/** What long work on the store gets to tell how far it is, and to hear that it is to end. */
export interface StoreWork {
  /** Sizes in MB (10^6 bytes). */
  readonly onProgress?: (doneMB: number, totalMB: number) => void;
  readonly signal?: AbortSignal;
  /** Reads a store whole; by default at once, in this thread. */
  readonly check?: (file: string) => Promise<readonly string[]>;
}

/**
 * Copies a store as it is at one moment, runs that go on included, into one file that is whole or not there. Throws
 * BadInputError where the target exists or cannot be written, FailedError where the store is damaged.
 */
export async function backUpStore(file: string, target: string, work: StoreWork = {}): Promise<void> {
  if (existsSync(target))
    throw new BadInputError(`The file ${target} exists already; name a new one for the backup.`);
  const part = `${target}.part-${process.pid}`;
  makePlaceFor(part, target);
  try {
    await copyStore(file, part, work);
    await refuseDamaged(part, file, work);
    renameSync(part, target);
  } catch (error) {
    throw explainCopying(error, file, target);
  } finally {
    rmSync(part, { force: true });
  }
}

/** SQLite says of no file why it cannot be made. */
function makePlaceFor(part: string, target: string): void {
  try {
    makeFolder(dirname(part));
    writeFileSync(part, '');
  } catch (error) {
    throw refusedWriting(error, 'The backup', target);
  }
}

/** Copies a store page by page, without looking at what is in them, to a file of its own that is on the disk then. */
export async function copyStore(file: string, target: string, work: StoreWork = {}): Promise<void> {
  const { onProgress, signal } = work;
  if (!existsSync(file)) throw new BadInputError(`There is no database ${file} to copy.`);
  makeFolder(dirname(target));
  const source = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const pageMB = Number(source.pragma('page_size', { simple: true })) / 1e6;
    const { totalPages: copied } = await source.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        if (signal?.aborted) throw new FailedError('Copying the database was cancelled.');
        onProgress?.((totalPages - remainingPages) * pageMB, totalPages * pageMB);
        return pagesAtOnce;
      },
    });
    // What SQLite then does, and calls done.
    if (copied === 0)
      throw new FailedError(`The database ${file} is busy: another program has kept it locked.`);
  } finally {
    source.close();
  }
  makeSelfContained(target);
  await flush(target);
}

/** About 4 MB: the core answers between. */
const pagesAtOnce = 1000;

/** Without a write-ahead log of its own beside it, the file can be carried anywhere. */
function makeSelfContained(target: string): void {
  const copy = new Sqlite(target);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

async function flush(target: string): Promise<void> {
  const handle = await open(target, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function refuseDamaged(part: string, file: string, { check }: StoreWork): Promise<void> {
  const [problem] = await (check ?? (async (one: string) => checkStore(one)))(part);
  if (problem !== undefined)
    throw new FailedError(
      `The database ${file} is damaged (${problem}), so no backup was made of it; restore an earlier one.`,
    );
}

function explainCopying(error: unknown, file: string, target: string): ParasampleError {
  if (error instanceof ParasampleError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/FULL|ENOSPC/.test(code)) {
    const megabytes = Math.ceil(statSync(file).size / 1e6);
    return new FailedError(
      `The disk of ${target} is full: a backup takes about ${megabytes} MB. Free some space, or name another place.`,
    );
  }
  return explainDatabaseError(error, file);
}
