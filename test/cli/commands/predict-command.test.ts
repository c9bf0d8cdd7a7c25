import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../src-main/store/store';
import { randomFrom, seed } from '../../faults/random';
import { storeRandomRun } from '../../src-main/run-export/random-run';
import { pictureMlp, writePosterior } from '../../src-workers/posterior/small-posteriors';
import { temporaryFolder } from '../../temporary-folder';
import { newCommandShell } from '../command-shell';

/** A home with a run that has a posterior, and a folder with what it is asked to predict for. */
function newDesk() {
  const home = temporaryFolder();
  const store = openStore(home);
  storeRandomRun(store, 'run-1', randomFrom(seed));
  store.close();
  mkdirSync(join(home, 'runs', 'run-1'), { recursive: true });
  writePosterior(join(home, 'runs', 'run-1'), pictureMlp);
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'pictures'));
  writeFileSync(join(folder, 'file'), '');
  const { call } = newCommandShell('finish', { home });
  return { folder, call, pictures: join(folder, 'pictures') };
}

describe('predict refuses with 2, in one sentence, and writes nothing', () => {
  test.each([
    ['no input', ['--out', 'FOLDER/a.csv'], /^`parasample predict` needs --input\. Use it as: `/],
    ['no table to write', ['--input', 'PICTURES'], /^`parasample predict` needs --out\. Use it as: `/],
    [
      'a table of another format',
      ['--input', 'PICTURES', '--out', 'FOLDER/a.xlsx'],
      /a\.xlsx should end in \.csv or \.parquet, or in \.nc or \.zarr for fields, which says its format\.$/,
    ],
    [
      'a table in a folder that is not there',
      ['--input', 'PICTURES', '--out', 'FOLDER/no/a.csv'],
      /\/no is no folder; the table is written into one that is there\.$/,
    ],
    [
      'a name that is too long',
      ['--input', 'PICTURES', '--out', `FOLDER/${'a'.repeat(300)}.csv`],
      /a\.csv: the name is too long\. Name a place that can be written to\.$/,
    ],
    ['a folder as the table', ['--input', 'PICTURES', '--out', 'FOLDER/b.csv'], /b\.csv is a folder; name a/],
    [
      'a number of samples that is none',
      ['--input', 'PICTURES', '--out', 'FOLDER/a.csv', '--samples', 'many'],
      /^--samples: many is no whole number of at least 1\.$/,
    ],
    [
      'no samples',
      ['--input', 'PICTURES', '--out', 'FOLDER/a.csv', '--samples', '0'],
      /^--samples: 0 is no whole number of at least 1\.$/,
    ],
    [
      'a misspelled option',
      ['--inputs', 'PICTURES', '--out', 'FOLDER/a.csv'],
      /^Unknown option '--inputs'\. Did you mean --input\?/,
    ],
  ])('%s', async (_what, options, message) => {
    const { folder, call, pictures } = newDesk();
    mkdirSync(join(folder, 'b.csv'));
    const filled = options.map((word) => word.replace('FOLDER', folder).replace('PICTURES', pictures));
    const { code, out, err } = await call('predict', 'run-1', ...filled);
    expect(err.trim().split('\n')).toEqual([expect.stringMatching(message)]);
    expect([code, out]).toEqual([2, '']);
    expect(existsSync(join(folder, 'a.csv'))).toBe(false);
  });

  test('a run that is not there', async () => {
    const { folder, call, pictures } = newDesk();
    const { code, err } = await call('predict', 'run-2', '--input', pictures, '--out', join(folder, 'a.csv'));
    expect([code, err]).toEqual([2, expect.stringContaining('Did you mean run-1?')]);
  });

  test.runIf(existsSync('/proc'))('a table in a place that takes none, before any work', async () => {
    const { call, pictures } = newDesk();
    const { code, err } = await call('predict', 'run-1', '--input', pictures, '--out', '/proc/a.csv');
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^The table cannot be written to \/proc\/a\.csv: /),
    ]);
  });
});
