import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { File, ready } from 'h5wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNetcdf4 } from '../../../src-files/netcdf/hdf5-file';
import { readGridVariables } from '../../../src-files/netcdf/read-grid-variables';
import { netcdf4 } from './netcdf-files';

/** Recorded by `npm run parity -- --record`. */
const fixtures = join(import.meta.dirname, '..', '..', 'parity', 'fixtures', 'netcdf');

const wind = { name: 'wind', shape: [2, 1, 2], values: [1, 2, 3, 4] };
const read = (bytes: Uint8Array, name = 'wind') => readGridVariables(bytes, 'a.nc', [name], openNetcdf4);

let plain: Uint8Array;
beforeAll(async () => {
  plain = await netcdf4([wind]);
});

describe('an HDF5 file', () => {
  test('that is filled up with zeros, as one written in memory is, is whole', async () => {
    const padded = new Uint8Array(plain.length + 5000);
    padded.set(plain);
    const [variable] = await read(padded);
    expect([...(variable?.values ?? [])]).toEqual([1, 2, 3, 4]);
    padded[plain.length + 100] = 1;
    await expect(read(padded)).rejects.toThrow(
      `a.nc is damaged or no whole NetCDF file (it has ${padded.length} bytes, its header says ${plain.length}).`,
    );
  });

  test('tells the variables in its groups by their whole names', async () => {
    const bytes = await grouped();
    const [variable] = await read(bytes, 'forecast/wind');
    expect([...(variable?.values ?? [])]).toEqual([1, 2, 3, 4]);
    await expect(read(bytes)).rejects.toThrow(
      'data.variables: a.nc has no variable named wind; it has forecast/wind. Did you mean forecast/wind?',
    );
  });

  test('without any variable says so', async () => {
    await expect(read(await netcdf4([]))).rejects.toThrow(
      'data.variables: a.nc has no variable named wind; it has none at all.',
    );
  });

  test('that is packed by a filter that is not to be had names it', async () => {
    const packed = readFileSync(join(fixtures, 'packed-by-lzf.nc'));
    // LZF's number (32000) becomes that of ZFP.
    const at = packed.indexOf(Buffer.of(0x00, 0x7d, 0x08, 0x00));
    expect(at).toBeGreaterThan(0);
    packed.writeUInt16LE(32_013, at);
    await expect(read(packed, 'v')).rejects.toThrow(
      'data.variables: v of a.nc is packed with the filter 32013 (lzf), which Parasample does not have; `h5repack -f GZIP=4` packs it anew.',
    );
  });
});

async function grouped(): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new File('/grouped.nc', 'w');
  const group = file.create_group('forecast');
  group.create_dataset({
    name: 'wind',
    data: Float32Array.from(wind.values),
    shape: wind.shape,
    dtype: '<f',
  });
  file.close();
  return FS.readFile('/grouped.nc').slice();
}
