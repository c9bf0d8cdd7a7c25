import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFieldsAt } from '../../../src-files/data/read-fields';
import { withFingerprint } from '../../../src-files/fingerprinting';
import { crc32c } from '../../../src-files/zarr/crc32c';
import { dataChanges } from '../../../src-shared/data/data-fingerprint';

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

  it('tells of chunks that a shard does not hold, and of a shard whose index points beyond it', async () => {
    const filled = await read(join(fixtures, 'v3-sharded-chunks-not-stored'));
    expect(filled.notes.join()).toContain(
      '3 of its 5 chunks are not stored, and taken for its fill value 7.5.',
    );
    const store = copyOf('v3-sharded');
    const shard = join(store, 't2m/c/0/0/0');
    const bytes = readFileSync(shard);
    writeFileSync(shard, bytes.subarray(40));
    await expect(read(store)).rejects.toThrow(`${shard} is a damaged chunk (`);
    writeFileSync(shard, bytes.subarray(0, 40));
    await expect(read(store)).rejects.toThrow('is a damaged chunk (it holds 40 bytes, its index has');
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

  it('with a shard whose index is not what its checksum says is refused; CRC-32C is that of RFC 3720', async () => {
    // Appendix B.4: 32 bytes of zeros, of ones, and counted up.
    const sums = [0, 255].map((byte) => crc32c(new Uint8Array(32).fill(byte)));
    expect([...sums, crc32c(Uint8Array.from({ length: 32 }, (_, at) => at))]).toEqual([
      0x8a9136aa, 0x62a8ab43, 0x46dd794e,
    ]);
    const store = copyOf('v3-sharded');
    const shard = join(store, 't2m/c/0/0/0');
    const bytes = readFileSync(shard);
    // The first of the twelve places of its index: a chunk elsewhere in the shard, which is whole.
    bytes[bytes.length - (12 * 16 + 4)] ^= 1;
    writeFileSync(shard, bytes);
    await expect(read(store)).rejects.toThrow(
      `${shard} is a damaged chunk (its index has the checksum (crc32c) of another content).`,
    );
  });

  it('with shards of more than 2 GiB is read, and known by sizes and by blocks of each shard', async () => {
    const store = copyOf('v3-sharded');
    const fingerprinted = () => withFingerprint(() => read(store));
    const small = await fingerprinted();
    const shard = join(store, 't2m/c/0/0/0');
    const bytes = readFileSync(shard);
    // Behind its twelve chunks, with a checksum.
    const index = bytes.subarray(bytes.length - (12 * 16 + 4));
    const writeAt = (at: number, content: Uint8Array) => {
      const handle = openSync(shard, 'r+');
      writeSync(handle, content, 0, content.length, at);
      closeSync(handle);
    };
    const size = 3 * 2 ** 30;
    truncateSync(shard, size - index.length);
    writeAt(bytes.length - index.length, new Uint8Array(index.length));
    writeAt(size - index.length, index);
    const second = join(store, 't2m/c/1/0/0');
    const other = readFileSync(second);
    const chunks = other.length - index.length;
    // Of a byte that is in no chunk.
    const withByte = (byte: number) =>
      writeFileSync(
        second,
        Buffer.concat([other.subarray(0, chunks), Buffer.of(byte), other.subarray(chunks)]),
      );
    withByte(0);
    const large = await fingerprinted();
    expect(large.value.fields[0].step(1)).toEqual(small.value.fields[0].step(1));
    const names = ({ fingerprint }: typeof large) => fingerprint.files.map(({ name }) => name);
    expect(names(small)).toContain('t2m: chunks');
    expect(names(large)).toContain('t2m: chunks: its size, and 50 MB of it');
    expect((await fingerprinted()).fingerprint).toEqual(large.fingerprint);
    withByte(1);
    expect(dataChanges(large.fingerprint, (await fingerprinted()).fingerprint)).toEqual([
      't2m: chunks has other content of the same size',
    ]);
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
