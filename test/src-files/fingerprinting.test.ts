import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFingerprint } from '../../src-files/fingerprinting';
import { readIfThere } from '../../src-files/read-file';
import { dataChanges } from '../../src-shared/data/data-fingerprint';
import { temporaryFolder } from '../temporary-folder';

/** FIPS 180-2, appendix B.1: SHA-256 of "abc". */
const sha256OfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

async function read(contents: Readonly<Record<string, string>>) {
  const folder = join(temporaryFolder(), 'data');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text);
  const { fingerprint } = await withFingerprint(async () => {
    for (const name of Object.keys(contents)) await readIfThere(join(folder, name));
  });
  return fingerprint;
}

describe('the fingerprint of data', () => {
  it('names each file that was read, in whatever order and folder, and none that was not there', async () => {
    expect(await withFingerprint(() => readIfThere(join(temporaryFolder(), 'missing.csv')))).toEqual({
      value: undefined,
      fingerprint: { files: [] },
    });
    const one = await read({ 'b.csv': 'abc', 'a.csv': '' });
    expect(one.files.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['a.csv', 0],
      ['b.csv', 3],
    ]);
    expect(one.files[1].sha256).toBe(sha256OfAbc);
    expect(await read({ 'a.csv': '', 'b.csv': 'abc' })).toEqual(one);
  });

  it('tells what changed: a size, one byte of the same size, a file more or less', async () => {
    const before = await read({ 'a.csv': 'x,y\n1,2\n', 'b.csv': 'abc' });
    expect(dataChanges(before, await read({ 'a.csv': 'x,y\n1,2\n', 'b.csv': 'abc' }))).toEqual([]);
    expect(dataChanges(before, await read({ 'a.csv': 'x,y\n1,3\n', 'b.csv': 'ab' }))).toEqual([
      'a.csv has other content of the same size',
      'b.csv has 2 bytes, and had 3',
    ]);
    expect(dataChanges(before, await read({ 'a.csv': 'x,y\n1,2\n', 'c.csv': '' }))).toEqual([
      'b.csv is not read any more',
      'c.csv was not read',
    ]);
  });
});
