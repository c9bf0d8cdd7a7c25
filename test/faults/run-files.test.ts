import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exportRun } from '../../src-main/run-export/export-run';
import { importRun } from '../../src-main/run-import/import-run';
import { recordsOfFile } from '../../src-main/run-import/run-file';
import { openStore, type Store } from '../../src-main/store/store';
import { WrittenFiles } from '../../src-main/written-files';
import { BadInputError } from '../../src-shared/errors';
import type { RunFileFormat } from '../../src-shared/runs/run-export-formats';
import { storeRandomRun } from '../src-main/run-export/random-run';
import { temporaryFolder } from '../temporary-folder';
import { readDamaged } from './damaged-files';
import { damaged, isWhole, randomFrom, seed } from './random';

const imports = isWhole ? 2000 : 30;
/** Of each of the four formats. */
const files = isWhole ? 25_000 : 150;

interface Desk {
  readonly home: string;
  readonly store: Store;
}

function newDesk(): Desk {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  mkdirSync(join(home, 'runs'));
  return { home, store };
}

/** A file of a run in this format, and a place where damaged copies of it can lie. */
async function fileOf(format: RunFileFormat): Promise<{ readonly bytes: Uint8Array; readonly copy: string }> {
  const { home, store } = newDesk();
  storeRandomRun(store, 'run-1', randomFrom(seed));
  const run = store.reader.run('run-1');
  const runFolder = join(home, 'runs', 'run-1');
  const outFolder = join(home, 'out');
  const [file = ''] = await exportRun(
    { reader: store.reader, runFolder, run, format, outFolder, home },
    new WrittenFiles(home, 'anything'),
  );
  const copy = join(temporaryFolder(), basename(file));
  const beside = `${file}.run.json`;
  if (existsSync(beside)) writeFileSync(`${copy}.run.json`, readFileSync(beside));
  return { bytes: Uint8Array.from(readFileSync(file)), copy };
}

describe.each(['json', 'csv', 'tensorboard', 'parquet'] as const)('files of runs as %s', (format) => {
  test(`${files} damaged ones are read, or refused with a sentence`, async () => {
    const { bytes, copy } = await fileOf(format);
    const refused = await readDamaged(
      bytes,
      seed,
      async (some) => {
        writeFileSync(copy, some);
        for await (const _ of recordsOfFile({ file: copy, onRead: () => {} }));
      },
      files,
    );
    expect(refused).toBeGreaterThan(files / 10);
  });

  test(`of ${imports} damaged ones each becomes a run, or leaves nothing behind`, async () => {
    const { bytes, copy } = await fileOf(format);
    const { home, store } = newDesk();
    const random = randomFrom(seed + 1);
    const arrived = new Set<string>();
    for (let one = 0; one < imports; one += 1) {
      writeFileSync(copy, damaged(random, bytes));
      const records = recordsOfFile({ file: copy, onRead: () => {} });
      try {
        arrived.add((await importRun({ home, store, fileName: copy, records })).runId);
      } catch (error) {
        if (!(error instanceof BadInputError)) throw error;
      }
    }
    expect(new Set(readdirSync(join(home, 'runs')))).toEqual(arrived);
    expect(new Set(store.table.rows().map(({ summary }) => summary.id))).toEqual(arrived);
  });
});
