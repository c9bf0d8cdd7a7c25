import Sqlite from 'better-sqlite3';
import { BadInputError } from '../../src-shared/errors';
import { explainDatabaseError } from './database-errors';
import { recogniseStore, schemaOf } from './recognise';

/** So many problems are named at most. */
const mostProblems = 20;

/**
 * Reads the whole of a store and says what is wrong with it; writes nothing. Throws BadInputError where the file is
 * not there or no store of this version or an earlier one, FailedError where it cannot be read at all.
 */
export function checkStore(file: string): readonly string[] {
  let sqlite: Sqlite.Database | undefined;
  try {
    sqlite = new Sqlite(file, { readonly: true, fileMustExist: true });
    recogniseStore(sqlite, file);
    if (schemaOf(sqlite) === 0) throw new BadInputError(`The file ${file} is empty; it holds no runs.`);
    const damaged = damages(sqlite);
    // A damaged table cannot be followed from row to row.
    return damaged.length > 0
      ? damaged
      : [...looseEnds(sqlite), ...unreadable(sqlite)].slice(0, mostProblems);
  } catch (error) {
    throw explainDatabaseError(error, file);
  } finally {
    sqlite?.close();
  }
}

function damages(sqlite: Sqlite.Database): readonly string[] {
  try {
    const rows = sqlite.prepare<[], [string]>(`PRAGMA integrity_check(${mostProblems})`).raw().all();
    return rows.map(([text]) => text).filter((text) => text !== 'ok');
  } catch (error) {
    // The check ends where a page holds nothing that SQLite knows.
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_CORRUPT'))
      return ['a page of it cannot be read'];
    throw error;
  }
}

function looseEnds(sqlite: Sqlite.Database): readonly string[] {
  const rows = sqlite.prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check').all();
  return rows.map(({ table, parent }) => `a row of ${table} belongs to a row of ${parent} that is not there`);
}

/** Texts that are none of those that the app stores, though SQLite finds nothing wrong with them. */
function unreadable(sqlite: Sqlite.Database): readonly string[] {
  const rows = sqlite
    .prepare<[], { id: string }>(
      `SELECT id FROM runs WHERE status NOT IN (${statuses}) OR json_valid(progress) = 0
        OR CASE json_valid(experiment) WHEN 1 THEN json_type(experiment) ELSE '' END <> 'object'
        LIMIT ${mostProblems}`,
    )
    .all();
  return rows.map(({ id }) => `the state, settings or progress of run ${id} cannot be read`);
}

const statuses =
  "'queued', 'preparing', 'running', 'paused', 'stopping', 'finished', 'stopped', 'failed', 'interrupted'";
