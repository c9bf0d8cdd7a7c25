import { renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { makeFolder } from '../make-folder';
import { explainDatabaseError, replacedFileError } from './database-errors';
import { migrations } from './migrations';
import { recogniseStore, schemaOf } from './recognise';

/** How long a statement waits for another process's write before it counts as busy. */
const usualBusyTimeoutMs = 5000;

/** One open SQLite database. Whatever SQLite cannot do is thrown as one sentence for a person. */
export class Database {
  /** Which file was opened, whatever may stand in its place later. */
  private readonly identity: string;

  private constructor(
    readonly file: string,
    private readonly sqlite: Sqlite.Database,
    private readonly busyTimeoutMs: number,
  ) {
    this.identity = identityOf(file);
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

  prepare<Parameters extends unknown[], Row = unknown>(source: string): Sqlite.Statement<Parameters, Row> {
    return this.sqlite.prepare<Parameters, Row>(source);
  }

  read<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw explainDatabaseError(error, this.file);
    }
  }

  /** Runs `action` in one transaction that holds the write lock from its start: all of it is stored, or nothing. */
  write<Result>(action: () => Result): Result {
    return this.read(() => {
      // SQLite would go on writing to the old file, which nobody may ever find again.
      if (identityOf(this.file) !== this.identity) throw replacedFileError(this.file);
      return this.sqlite.transaction(action).immediate();
    });
  }

  /** Waits at most so many milliseconds for other processes in what `action` reads and writes. */
  waitingAtMost<Result>(milliseconds: number, action: () => Result): Result {
    this.sqlite.pragma(`busy_timeout = ${Math.min(milliseconds, this.busyTimeoutMs)}`);
    try {
      return action();
    } finally {
      this.sqlite.pragma(`busy_timeout = ${this.busyTimeoutMs}`);
    }
  }

  close(): void {
    this.sqlite.close();
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
