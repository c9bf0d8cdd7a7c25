import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openHdf5Slabs } from '../../../src-files/netcdf/hdf5-slabs';
import { builtScript } from '../../built-script';
import { netcdf4 } from './netcdf-files';

const wind = { name: 'wind', shape: [2, 1, 2], values: [1, 2, 3, 4], attributes: { units: 'm/s' } };

let folder: string;
let thread: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parasample-slabs-'));
  thread = await builtScript('src-files/netcdf/hdf5-slabs-thread.ts', folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function written(name: string, bytes?: Uint8Array): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, bytes ?? (await netcdf4([wind, { ...wind, name: 'rain' }])));
  return file;
}

describe('blocks of HDF5 files, read in a thread of their own', () => {
  test('are those that are read here, of one file after the other', async () => {
    const files = await Promise.all(['a.nc', 'b.nc'].map((name) => written(name)));
    for (const file of files) {
      const [here, there] = [await openHdf5Slabs(file), await openHdf5Slabs(file, thread)];
      expect(there.names).toEqual(here.names);
      const outline = await there.outline('wind');
      expect(outline).toEqual(await here.outline('wind'));
      const slab = { first: [1, 0, 0], counts: [1, 1, 2] };
      expect(there.read('wind', slab)).toEqual(Float32Array.of(3, 4));
      expect(here.read('wind', slab)).toEqual(Float32Array.of(3, 4));
      expect(await there.outline('snow')).toEqual({ unread: 'does not hold numbers' });
    }
  });

  test('of a damaged file are refused with the words of the library, and the next file is read', async () => {
    const damaged = await written('damaged.nc', (await netcdf4([wind])).fill(0, 60));
    await expect(openHdf5Slabs(damaged, thread)).rejects.toThrow(/./);
    expect((await openHdf5Slabs(await written('whole.nc'), thread)).names).toContain('wind');
  });

  test('that come to no end are given up, and the thread with them: the next are read by another', async () => {
    vi.resetModules();
    const { openHdf5Slabs: openAnew } = await import('../../../src-files/netcdf/hdf5-slabs');
    const file = await written('c.nc');
    const endless = join(folder, 'endless.js');
    writeFileSync(endless, 'for (;;);');
    await expect(openAnew(file, endless, 0.1)).rejects.toThrow(
      'reading it came to no end within 0.1 seconds',
    );
    expect((await openAnew(file, thread)).names).toContain('wind');
  });
});
