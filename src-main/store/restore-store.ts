import { randomInt } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { copyStore, type StoreWork } from './back-up-store';
import { checkStore } from './check-store';
import { migrate } from './database';
import { explainDatabaseError } from './database-errors';

export interface Restoring extends StoreWork {
  /** The store that is replaced; it need not be there. */
  readonly file: string;
  readonly backup: string;
  /** Where the replaced store is kept. */
  readonly keepAs: string;
  /** Whether this process has the store open itself. */
  readonly isInUse: boolean;
  /** Whether the process with this mark may still write to the store. */
  readonly isAlive: (owner: string) => boolean;
  /** Whether that process is one of this machine; all are where nothing tells it. */
  readonly isOfThisMachine?: (owner: string) => boolean;
}

/**
 * Puts a backup in the place of the store, after it was read whole, and keeps what was there before. Other connections
 * to the store see it change at one moment; a process that is killed leaves the one or the other.
 * Throws BadInputError, with nothing changed, where runs go on, or the backup is torn, no store or a newer one.
 */
export async function restoreStore(restoring: Restoring): Promise<void> {
  const { file, backup, keepAs, check = async (one: string) => checkStore(one) } = restoring;
  const [problem] = await check(backup);
  if (problem !== undefined)
    throw new BadInputError(
      `The backup ${backup} is damaged (${problem}), so the database was left as it is; restore another one.`,
    );
  refuseWhileRunsGoOn(restoring);
  const fresh = `${file}.restoring-${process.pid}`;
  try {
    await copyStore(backup, fresh, restoring);
    const generation = prepare(fresh);
    if (!existsSync(file)) moveInto(fresh, file, keepAs);
    else if (await keepCopy(file, keepAs)) await overwrite(fresh, generation, file);
    else if (restoring.isInUse) throw cannotReplace(file, backup);
    else moveInto(fresh, file, keepAs);
  } catch (error) {
    throw explainDatabaseError(error, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

const elsewhere =
  ' A process of another machine on this home counts as one that lives until a window of Parasample that is open here has seen for ' +
  'ten minutes that it does not.';

/** Throws BadInputError where a run of a living process is not over. A store that cannot be read says nothing of runs. */
function refuseWhileRunsGoOn({ file, isAlive, isOfThisMachine = () => true }: Restoring): void {
  const owners = ownersOfOpenRuns(file).filter(isAlive);
  const going = owners.length;
  if (going > 0)
    throw new BadInputError(
      `${going === 1 ? 'A run is' : `${going} runs are`} going on or waiting, so the database was left as it is; ` +
        'stop what goes on, or wait for its end, and restore then.' +
        (owners.every(isOfThisMachine) ? '' : elsewhere),
    );
}

const openStates = "('queued', 'preparing', 'running', 'paused', 'stopping')";

function ownersOfOpenRuns(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  let sqlite: Sqlite.Database | undefined;
  try {
    sqlite = new Sqlite(file, { readonly: true });
    const rows = sqlite
      .prepare<[], [string]>(`SELECT owner FROM runs WHERE status IN ${openStates}`)
      .raw()
      .all();
    return rows.map(([owner]) => owner);
  } catch {
    return [];
  } finally {
    sqlite?.close();
  }
}

/** Brings a copy up to date; returns the number that tells it from the store it replaces. */
function prepare(copy: string): number {
  const sqlite = new Sqlite(copy);
  try {
    migrate(sqlite);
    const generation = randomInt(1, 2 ** 47);
    sqlite.prepare('UPDATE revisions SET generation = ?').run(generation);
    sqlite.exec(`UPDATE runs SET status = 'interrupted', ended = coalesce(ended,
        max(started, (SELECT time FROM metric_points WHERE run = runs.key ORDER BY id DESC LIMIT 1)), started, created),
      reason = 'It was going on when the restored database was copied; it can be continued.'
      WHERE status IN ${openStates}`);
    return generation;
  } finally {
    sqlite.close();
  }
}

/** For a store that is not there, or too damaged to be changed by SQLite. */
function moveInto(fresh: string, file: string, keepAs: string): void {
  // First: a log that another file has written must never meet the restored one.
  for (const ending of ['-wal', '-shm'])
    if (existsSync(file + ending)) renameSync(file + ending, keepAs + ending);
  if (existsSync(file)) linkSync(file, keepAs);
  renameSync(fresh, file);
}

function cannotReplace(file: string, backup: string): FailedError {
  return new FailedError(
    `The database ${file} is too damaged to be replaced while it is open; close Parasample everywhere, then use ` +
      `\`parasample store restore ${backup}\`.`,
  );
}

/** Copies the store that is replaced; returns false where it is too damaged for that. */
async function keepCopy(file: string, keepAs: string): Promise<boolean> {
  const part = `${keepAs}.part-${process.pid}`;
  try {
    await copyStore(file, part);
    renameSync(part, keepAs);
    return true;
  } catch (error) {
    rmSync(part, { force: true });
    if (/^SQLITE_(CORRUPT|NOTADB)/.test((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}

/** In one transaction, so that other connections to the store go on with what was restored. */
async function overwrite(fresh: string, generation: number, file: string): Promise<void> {
  const source = new Sqlite(fresh, { readonly: true });
  try {
    await source.backup(file, { progress: () => 2 ** 31 - 1 });
  } finally {
    source.close();
  }
  // Where another process kept the store locked, SQLite copies nothing and says nothing.
  if (generationOf(file) !== generation)
    throw new FailedError(
      `The database ${file} is busy: another program has kept it locked, so it was left as it is. Try again.`,
    );
}

function generationOf(file: string): unknown {
  const sqlite = new Sqlite(file, { readonly: true });
  try {
    return sqlite.prepare('SELECT generation FROM revisions').pluck().get();
  } finally {
    sqlite.close();
  }
}
