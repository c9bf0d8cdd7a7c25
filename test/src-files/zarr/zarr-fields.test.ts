import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFieldsAt } from '../../../src-files/data/read-fields';

const fixtures = join(import.meta.dirname, '../../parity/fixtures/zarr');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parasample-zarr-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of a store that other programs wrote, to be damaged. */
function copyOf(name: string): string {
  const store = join(folder, name);
  cpSync(join(fixtures, name), store, { recursive: true });
  return store;
}
const read = (file: string, variable = 't2m', levels?: readonly number[]) =>
  readFieldsAt([{ name: variable, file, variable, ...(levels ? { levels } : {}) }]);
const edit = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

describe('a Zarr store', () => {
  it('tells of chunks that are not stored, and what they are taken for', async () => {
    const marked = await read(join(fixtures, 'v2-chunks-not-stored'));
    expect(marked.notes.join()).toContain(
      '1 of its 5 chunks is not stored, and taken for its fill value NaN, which is not known',
    );
    const filled = await read(join(fixtures, 'v3-gzip-chunks-not-stored'));
    expect(filled.notes.join()).toContain(
      '2 of its 5 chunks are not stored, and taken for its fill value 7.5.',
    );
  });

  it.each([
    [
      'blosc with blosclz',
      'v2-blosc-zstd-large-blocks',
      (store: string) => {
        const chunk = join(store, 't2m/0.0.0');
        const bytes = readFileSync(chunk);
        // The packer's number is in the upper bits of the flags.
        bytes[2] &= 0b1_1111;
        writeFileSync(chunk, bytes);
      },
    ],
    [
      'pcodec',
      'v2-zlib-packed-in-shorts',
      (store: string) => edit(join(store, 't2m/.zarray'), (text) => text.replace('"zlib"', '"pcodec"')),
    ],
    [
      'sharding_indexed',
      'v3-zstd',
      (store: string) =>
        edit(join(store, 't2m/zarr.json'), (text) => text.replace('"zstd"', '"sharding_indexed"')),
    ],
  ])('packed with %s is refused by its name', async (codec, name, change) => {
    const store = copyOf(name);
    change(store);
    await expect(read(store)).rejects.toThrow(
      `is packed with ${codec}, which Parasample does not read; write it with gzip`,
    );
  });

  it.each([
    ['a cut chunk', 'v2-blosc-lz4', 't2m/0.0.0', 't2m/0.0.0 is a damaged chunk ('],
    ['a cut chunk of zstd', 'v3-zstd', 't2m/c/0/0/0', 't2m/c/0/0/0 is a damaged chunk ('],
    [
      'cut metadata',
      'v2-blosc-lz4',
      't2m/.zarray',
      't2m/.zarray is damaged, or says more than is known here',
    ],
    ['cut metadata of version 3', 'v3-zstd', 't2m/zarr.json', 't2m/zarr.json is damaged, or says more'],
  ])('with %s is refused by the file', async (_, name, file, reason) => {
    const store = copyOf(name);
    const bytes = readFileSync(join(store, file));
    writeFileSync(join(store, file), bytes.subarray(0, bytes.length - 7));
    await expect(read(store)).rejects.toThrow(reason);
  });

  it('says which variables and levels there are', async () => {
    await expect(read(join(fixtures, 'v3-zstd'), 't2n')).rejects.toThrow(
      'has no variable named t2n; it has latitude, longitude, t2m, valid_time. Did you mean t2m?',
    );
    const upper = join(fixtures, 'v3-levels-in-a-group');
    await expect(read(upper, 'upper/z')).rejects.toThrow(
      'has 3 values of pressure_level: 1000, 850, 500; choose among them with data.levels.',
    );
    await expect(read(upper, 'upper/z', [500, 700])).rejects.toThrow('data.levels: upper/z of');
    expect((await read(upper, 'upper/z', [500, 1000])).names).toEqual(['upper/z 500', 'upper/z 1000']);
  });

  it('is not read whole: a step comes from its own chunks', async () => {
    const store = copyOf('v2-zlib-packed-in-shorts');
    const { fields } = await read(store);
    const before = [...fields[0].step(4)];
    rmSync(join(store, 't2m/0.0.0'));
    expect([...fields[0].step(4)]).toEqual(before);
  });
});
