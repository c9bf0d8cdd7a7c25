import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { AnnotationWriter } from '../../src-main/store/annotation-writer';
import { storeFile } from '../../src-main/store/backup-files';
import type { Database } from '../../src-main/store/database';
import { RunReader } from '../../src-main/store/run-reader';
import { RunTable } from '../../src-main/store/run-table';
import { openStore } from '../../src-main/store/store';
import { temporaryFolder } from '../temporary-folder';

/** Asked once for a message of an unknown run, and once for each network file that no run may need any more. */
const seldom = [/ORDER BY key DESC LIMIT 1000/, /instr\(experiment/];

/** What these parts ask, with what SQLite says of how it finds the answer. */
function plans(): readonly { readonly source: string; readonly plan: string }[] {
  const home = temporaryFolder();
  openStore(home).close();
  const sqlite = new Sqlite(storeFile(home), { readonly: true });
  onTestFinished(() => void sqlite.close());
  const sources: string[] = [];
  const prepare = (source: string) => {
    sources.push(source);
    return sqlite.prepare(source);
  };
  const database = {
    prepare,
    prepareWrite: () => undefined,
    read: <Result>(action: () => Result) => action(),
  };
  new RunReader(database as unknown as Database);
  new RunTable(database as unknown as Database);
  new AnnotationWriter(database as unknown as Database);
  return sources.map((source) => {
    const rows = sqlite.prepare(`EXPLAIN QUERY PLAN ${source.replaceAll(/\?|@\w+/g, '1')}`).all();
    return { source, plan: rows.map((row) => (row as { detail?: string }).detail ?? '').join('\n') };
  });
}

test('what is asked again and again, of open runs and of removed ones, is found without going through all runs', () => {
  const scanning = plans().filter(({ plan }) => /SCAN runs\b(?! USING)/.test(plan));
  expect(scanning.length).toBe(seldom.length);
  for (const { source } of scanning)
    expect(
      seldom.some((known) => known.test(source)),
      source,
    ).toBe(true);
});
