import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookStride } from '../../src-files/arrays/looked-at-items';
import { lookedAtSteps } from '../../src-files/data/looked-at-steps';
import { withFingerprint } from '../../src-files/fingerprinting';
import { readIfThere } from '../../src-files/read-file';
import {
  comparedBySize,
  dataChanges,
  dataFingerprintSchema,
  measuredAs,
} from '../../src-shared/data/data-fingerprint';
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

  it('tells of each of two files that share a name, as those of training and of a test in folders of their own do', async () => {
    const both = async (train: string, test: string) => {
      const folder = temporaryFolder();
      for (const name of ['train', 'test']) mkdirSync(join(folder, name));
      writeFileSync(join(folder, 'train/data.csv'), train);
      writeFileSync(join(folder, 'test/data.csv'), test);
      const reading = async () => {
        for (const name of ['train', 'test']) await readIfThere(join(folder, name, 'data.csv'));
      };
      return (await withFingerprint(reading)).fingerprint;
    };
    const before = await both('x,y\n1,2\n', 'abc');
    expect(dataChanges(before, await both('x,y\n1,2\n', 'abc'))).toEqual([]);
    expect(dataChanges(before, await both('x,y\n1,3\n', 'abc'))).toEqual([
      'one of 2 files named data.csv has other content of the same size',
    ]);
    expect(dataChanges(before, await both('x,y\n1,2\n', 'ab'))).toEqual([
      'one of 2 files named data.csv has 2 bytes, and had 3',
    ]);
    expect(dataChanges(before, await read({ 'data.csv': 'abc' }))).toEqual([
      'one of 2 files named data.csv is not read any more',
    ]);
  });

  it.each([
    ['an array’s file', 'x.npy', 'x.npy: its size, and 50 MB of it'],
    ['a Zarr store', 't2m: chunks', 't2m: chunks: its size, and 50 MB of it'],
    ['a Zarr store', 't2m: chunks, content of each 3th', 't2m: chunks: its size, and 50 MB of it'],
  ])('of %s that another version hashed in another way, compares sizes, and says so', (_, old, name) => {
    const of = (given: string, bytes: number, digit: string) => ({
      files: [{ name: given, bytes, sha256: digit.repeat(64) }],
    });
    const before = of(old, 2e9, 'a');
    const plain = name.replace(': its size, and 50 MB of it', '');
    expect(dataChanges(before, of(name, 2e9, 'b'))).toEqual([]);
    expect(comparedBySize(before, of(name, 2e9, 'b'))).toEqual([
      `${plain}: its size is what it was when the run was started; its content was fingerprinted in another way by an earlier version, and could not be compared.`,
    ]);
    expect(dataChanges(before, of(name, 2e9 + 1, 'b'))).toEqual([
      `${plain} has 2000000001 bytes, and had 2000000000`,
    ]);
    expect(dataChanges(of(name, 2e9, 'a'), of(name, 2e9, 'b'))).toEqual([
      `${plain} has other content of the same size`,
    ]);
    expect(comparedBySize(of(name, 2e9, 'b'), of(name, 2e9, 'b'))).toEqual([]);
  });

  it('knows whether some of large data stood for all; a run that began before goes on with all measured', async () => {
    const measure = async () => [
      lookStride(101, 10, 1000),
      lookedAtSteps({ together: 1 }, { first: 0, end: 1000 }, 1, 100).length,
    ];
    const { value, fingerprint } = await withFingerprint(measure);
    expect(value).toEqual([2, 100]);
    expect(dataFingerprintSchema.parse(fingerprint)).toEqual({ files: [], measured: 'in-part' });
    expect(measuredAs(fingerprint, fingerprint)).toEqual(fingerprint);
    // What an earlier version kept.
    const going = measuredAs({ files: [] }, fingerprint);
    expect(going).toEqual({ files: [] });
    expect(measuredAs(undefined, fingerprint)).toEqual(going);
    expect(await withFingerprint(measure, going.measured === undefined)).toEqual({
      value: [1, 1],
      fingerprint: { files: [] },
    });
  });
});
