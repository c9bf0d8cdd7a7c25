import { renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { makeFolder } from '../make-folder';
import { explainDatabaseError, replacedFileError } from './database-errors';
import { migrations } from './migrations';
import { recogniseStore, schemaOf } from './recognise';

/** How long a statement waits for another process's write before it counts as busy. */
const usualBusyTimeoutMs = 5000;

/** A statement that only reads. */
export type ReadStatement<Parameters extends unknown[], Row> = Pick<
  Sqlite.Statement<Parameters, Row>,
  'get' | 'all' | 'iterate'
> & { raw(): ReadStatement<Parameters, Row> };

/** A statement that changes the database: only a transaction can run it. */
export interface WriteStatement<Parameters extends unknown[]> {
  run(writing: Writing, ...parameters: Parameters): Sqlite.RunResult;
}

/** What readers have of a database: nothing here can change it. */
export interface ReadableDatabase {
  /** @throws Error at a source that writes */
  prepare<Parameters extends unknown[], Row = unknown>(source: string): ReadStatement<Parameters, Row>;
  /** Does what reads, and explains what SQLite refuses. */
  read<Result>(action: () => Result): Result;
}

/**
 * Shows that the write lock is held, and on the file that was opened: `Database.write` alone makes one, and it serves no longer
 * than that.
 */
class Transaction {
  #isOpen = true;

  /** @throws Error once the transaction is over */
  check(): void {
    if (!this.#isOpen) throw new Error('This transaction is over; nothing more can be written in it.');
  }

  end(): void {
    this.#isOpen = false;
  }
}

export type Writing = Transaction;

/** One open SQLite database. Whatever SQLite cannot do is thrown as one sentence for a person. */
export class Database implements ReadableDatabase {
  /** Which file was opened, whatever may stand in its place later. */
  readonly #identity: string;
  readonly #sqlite: Sqlite.Database;
  readonly #busyTimeoutMs: number;

  private constructor(
    readonly file: string,
    sqlite: Sqlite.Database,
    busyTimeoutMs: number,
  ) {
    this.#sqlite = sqlite;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#identity = identityOf(file);
  }

  /**
   * Opens or creates the database and brings its schema up to date.
   * Throws BadInputError, leaving the file untouched, where a newer version or another program has written it.
   */
  static open(file: string, { busyTimeoutMs = usualBusyTimeoutMs } = {}): Database {
    let sqlite: Sqlite.Database | undefined;
    try {
      makeFolder(dirname(file));
      sqlite = new Sqlite(file, { timeout: busyTimeoutMs });
      recogniseStore(sqlite, file);
      sqlite.pragma('journal_mode = WAL');
      // Every transaction is on the disk before it counts as stored: a machine that loses power loses no run.
      sqlite.pragma('synchronous = FULL');
      sqlite.pragma('foreign_keys = ON');
      backUpBeforeMigration(sqlite, file);
      migrate(sqlite);
      return new Database(file, sqlite, busyTimeoutMs);
    } catch (error) {
      sqlite?.close();
      throw explainDatabaseError(error, file);
    }
  }

  prepare<Parameters extends unknown[], Row = unknown>(source: string): ReadStatement<Parameters, Row> {
    const statement = this.#sqlite.prepare<Parameters, Row>(source);
    if (!statement.readonly) throw new Error(`This writes, and was prepared for reading: ${source}`);
    return statement;
  }

  prepareWrite<Parameters extends unknown[]>(source: string): WriteStatement<Parameters> {
    const statement = this.#sqlite.prepare<Parameters>(source);
    return {
      run: (writing, ...parameters) => {
        writing.check();
        return statement.run(...parameters);
      },
    };
  }

  read<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw explainDatabaseError(error, this.file);
    }
  }

  /** Runs `action` in one transaction that holds the write lock from its start: all of it is stored, or nothing. */
  write<Result>(action: (writing: Writing) => Result): Result {
    return this.read(() => {
      // SQLite would go on writing to the old file, which nobody may ever find again.
      if (identityOf(this.file) !== this.#identity) throw replacedFileError(this.file);
      const writing = new Transaction();
      try {
        return this.#sqlite.transaction(() => action(writing)).immediate();
      } finally {
        writing.end();
      }
    });
  }

  /** Waits at most so many milliseconds for other processes in what `action` reads and writes. */
  waitingAtMost<Result>(milliseconds: number, action: () => Result): Result {
    this.#sqlite.pragma(`busy_timeout = ${Math.min(milliseconds, this.#busyTimeoutMs)}`);
    try {
      return action();
    } finally {
      this.#sqlite.pragma(`busy_timeout = ${this.#busyTimeoutMs}`);
    }
  }

  close(): void {
    this.#sqlite.close();
  }
}

/** Tells the file at this path from any other that has been there; of none, that it is missing. */
function identityOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found ? `${found.dev}:${found.ino}` : 'missing';
}

/** Where a database of this schema is kept before it is migrated to a later one. */
export function backupFile(file: string, schema: number): string {
  return `${file}.schema-${schema}`;
}

function backUpBeforeMigration(sqlite: Sqlite.Database, file: string): void {
  const found = schemaOf(sqlite);
  if (found === 0 || found === migrations.length) return;
  const sibling = `${backupFile(file, found)}.part-${process.pid}`;
  rmSync(sibling, { force: true });
  sqlite.prepare('VACUUM INTO ?').run(sibling);
  renameSync(sibling, backupFile(file, found));
}

/** Brings a database's schema up to date in one transaction. */
export function migrate(sqlite: Sqlite.Database): void {
  if (schemaOf(sqlite) === migrations.length) return;
  const all = sqlite.transaction(() => {
    // Read again under the write lock: another process may have migrated meanwhile.
    for (const step of migrations.slice(schemaOf(sqlite))) sqlite.exec(step);
    sqlite.pragma(`user_version = ${migrations.length}`);
  });
  all.immediate();
}
