import Sqlite from 'better-sqlite3';
import { BadInputError } from '../../src-shared/errors';
import { newerSchemaError } from './database-errors';
import { migrations } from './migrations';

/**
 * Makes sure that a database was written by this version or an earlier one, or is empty; only reads it. Throws
 * BadInputError where a newer version or another program has written it: what it holds would be taken for runs, its
 * triggers would run, and names in it would be taken for folders.
 */
export function recogniseStore(sqlite: Sqlite.Database, file: string): void {
  const schema = schemaOf(sqlite);
  if (schema > migrations.length) throw newerSchemaError(file, schema, migrations.length);
  const strange = strangeIn(partsOf(sqlite), expectedParts(schema)) ?? strangeRun(sqlite, schema);
  if (strange !== undefined)
    throw new BadInputError(
      `The file ${file} is a database, but not one of Parasample (${strange}); it was left as it was. ` +
        'Move it away (a new one is made), or set PARASAMPLE_HOME to another folder.',
    );
}

/** How many migrations a database has seen; 0 for a new one. */
export function schemaOf(sqlite: Sqlite.Database): number {
  return Number(sqlite.pragma('user_version', { simple: true }));
}

/** Tables, indexes, triggers and views with the statements that make them. */
type Parts = ReadonlyMap<string, string>;

function partsOf(sqlite: Sqlite.Database): Parts {
  // Only what ANALYZE writes is nobody's: a trigger of another's making may have any name, SQLite's own ones too.
  const rows = sqlite
    .prepare<[], { type: string; name: string; sql: string | null }>(
      "SELECT type, name, sql FROM sqlite_schema WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))",
    )
    .all();
  return new Map(rows.map(({ type, name, sql }) => [`${type} ${name}`, (sql ?? '').replace(/\s+/g, ' ')]));
}

/** The parts as the first `schema` migrations make them. */
function expectedParts(schema: number): Parts {
  const made = new Sqlite(':memory:');
  try {
    for (const step of migrations.slice(0, schema)) made.exec(step);
    return partsOf(made);
  } finally {
    made.close();
  }
}

function strangeIn(found: Parts, expected: Parts): string | undefined {
  for (const [name, definition] of expected)
    if (found.get(name) !== definition)
      return found.has(name) ? `its ${name} is another` : `it has no ${name}`;
  const more = [...found.keys()].find((name) => !expected.has(name));
  return more === undefined ? undefined : `it has a ${more}`;
}

/** The first run with a name that no run of Parasample has: runs are looked for in folders of their names. */
function strangeRun(sqlite: Sqlite.Database, schema: number): string | undefined {
  if (schema === 0) return undefined;
  const row = sqlite
    .prepare("SELECT id FROM runs WHERE id GLOB '*[^a-z0-9-]*' OR length(id) NOT BETWEEN 1 AND 64")
    .get();
  return row === undefined ? undefined : 'a run in it has a name that no run can have';
}
