import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { File, FS, ready } from 'h5wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHdf5 } from '../../../src-files/netcdf/hdf5-in-thread';
import { hdf5MemoryLimit, limitWasmMemory } from '../../../src-files/netcdf/wasm-memory';
import { builtScript } from '../../built-script';
import { netcdf4 } from './netcdf-files';

const wind = { name: 'wind', shape: [2, 1, 2], values: [1, 2, 3, 4], attributes: { units: 'm/s' } };

let folder: string;
let reader: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parasample-hdf5-'));
  reader = await builtScript('src-files/netcdf/hdf5-thread.ts', folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function threadOf(code: string): string {
  const file = join(folder, 'thread.js');
  writeFileSync(file, code);
  return file;
}

describe('an HDF5 file in a thread', () => {
  test('gives the same as one read here', async () => {
    const bytes = await netcdf4([wind, { ...wind, name: 'rain' }]);
    const [here, there] = [await openHdf5(bytes, ['wind']), await openHdf5(bytes, ['wind'], reader)];
    expect(there.names).toEqual(here.names);
    expect(await there.read('wind')).toEqual(await here.read('wind'));
    expect(await there.read('snow')).toEqual({ unread: 'does not hold numbers' });
  });

  test('that is damaged is refused with the words of the library', async () => {
    const bytes = await netcdf4([wind]);
    await expect(openHdf5(bytes.fill(0, 60), ['wind'], reader)).rejects.toThrow(/./);
  });

  test('that comes to no end is given up, and its thread is gone', async () => {
    const opening = openHdf5(Uint8Array.of(1), ['wind'], threadOf('for (;;);'), 0.1);
    await expect(opening).rejects.toThrow('reading it came to no end within 0.1 seconds');
  });

  test('whose thread dies is refused', async () => {
    const opening = openHdf5(Uint8Array.of(1), ['wind'], threadOf('process.exit(1);'));
    await expect(opening).rejects.toThrow('its reader ended before it was done');
  });

  test('that promises more values than it can hold is refused before memory is taken for them', async () => {
    const opening = openHdf5(await hollowFile(), ['wind'], reader);
    await expect(opening).rejects.toThrow(/^its header promises 4000000000 bytes of data, the file has \d+$/);
  });
});

/** A file of a billion floats, none of which was ever written. */
async function hollowFile(): Promise<Uint8Array> {
  await ready;
  if (!FS) throw new Error('h5wasm has no memory of its own.');
  const file = new File('/hollow.nc', 'w');
  const data = Float32Array.of(1);
  const dataset = file.create_dataset({ name: 'wind', data, dtype: '<f', maxshape: [null], chunks: [1] });
  dataset.resize([1e9]);
  file.close();
  return FS.readFile('/hollow.nc').slice();
}

test('memory of WebAssembly is refused beyond its limit, and so its programs fail alone', () => {
  const { grow } = WebAssembly.Memory.prototype;
  limitWasmMemory(3 * 65_536);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 10 });
  memory.grow(2);
  expect(() => memory.grow(1)).toThrow(RangeError);
  expect(memory.buffer.byteLength).toBe(3 * 65_536);
  WebAssembly.Memory.prototype.grow = grow;
  expect(hdf5MemoryLimit(1000)).toBeLessThan(100e6);
});
