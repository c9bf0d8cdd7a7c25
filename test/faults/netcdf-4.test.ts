import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { openHdf5 } from '../../src-files/netcdf/hdf5-in-thread';
import { readGridVariables } from '../../src-files/netcdf/read-grid-variables';
import { BadInputError } from '../../src-shared/errors';
import { builtScript } from '../built-script';
import { netcdf4 } from '../src-files/netcdf/netcdf-files';
import { temporaryFolder } from '../temporary-folder';
import { damagedFiles } from './damaged-files';
import type { DamagedNetcdf4Task } from './netcdf-4-thread';
import { damaged, randomFrom, seed } from './random';

/** Without progress for so long, the library is taken to search for ever. In milliseconds. */
const patienceMs = 3000;
/** A thread is given no more, since its library never gives back what damaged files made it take. */
const filesOfThread = 2000;

const variable = {
  name: 'wind',
  shape: [4, 3, 2],
  values: Array.from({ length: 24 }, (_, index) => index),
  attributes: { _FillValue: -9999, units: 'm/s' },
};

test(`${damagedFiles} damaged NetCDF-4 files are read, refused, or given up with their thread`, async () => {
  const bytes = await netcdf4([variable]);
  const script = await builtScript('test/faults/netcdf-4-thread.ts', temporaryFolder());
  const endless: number[] = [];
  const progress = new Int32Array(new SharedArrayBuffer(8));
  for (let first = 0; first < damagedFiles; ) {
    const end = Math.min(first + filesOfThread, damagedFiles);
    const stuck = await stuckAt(script, { bytes, seed, first, end, progress });
    if (stuck !== undefined) endless.push(stuck);
    first = stuck === undefined ? end : stuck + 1;
  }
  process.stdout.write(`${endless.length} of them came to no end.\n`);
  expect(progress[1]).toBeGreaterThan(damagedFiles / 4);
  const reader = await builtScript('src-files/netcdf/hdf5-thread.ts', temporaryFolder());
  for (const file of endless.slice(0, 3))
    await expectGivenUp(reader, damaged(randomFrom(seed + file), bytes));
});

/** Lets a thread read its files; the one that it is stuck at, after it was ended, or undefined. */
async function stuckAt(script: string, task: DamagedNetcdf4Task): Promise<number | undefined> {
  const thread = new Worker(script, { workerData: task });
  const said = new Promise<unknown>((resolve, reject) =>
    thread.once('message', resolve).once('error', reject),
  );
  try {
    for (let before = -1; ; before = task.progress[0] ?? 0) {
      const outcome = await Promise.race([said, pause(patienceMs, 'waiting')]);
      if (outcome === 'done') return undefined;
      expect(outcome, `file ${task.progress[0]}`).toBe('waiting');
      if (task.progress[0] === before) return before;
    }
  } finally {
    await thread.terminate();
  }
}

/** As the app reads it: with a limit of time. */
async function expectGivenUp(reader: string, some: Uint8Array): Promise<void> {
  const open = (file: Uint8Array, names: readonly string[]) => openHdf5(file, names, reader, 1);
  await expect(readGridVariables(some, 'a.nc', ['wind'], open)).rejects.toThrow(
    new BadInputError(
      'a.nc is damaged or no whole NetCDF file (reading it came to no end within 1 seconds).',
    ),
  );
}
