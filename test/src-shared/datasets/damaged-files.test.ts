import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-shared/datasets/csv';
import { dataSchema } from '../../../src-shared/datasets/data-settings';
import { readGridVariables } from '../../../src-shared/datasets/netcdf';
import { numbersOf } from '../../../src-shared/datasets/numbers';
import { timeSeriesOf } from '../../../src-shared/datasets/time-series';
import { BadInputError } from '../../../src-shared/errors';
import { philox } from '../../../src-workers/random/philox';
import { netcdf3, netcdf4 } from './netcdf-files';

const damages = 300;

/** A copy with some bytes changed, or the end cut off, or a part doubled; which, the seed decides. */
function damaged(bytes: Uint8Array, seed: number): Uint8Array {
  const draw = (purpose: number, below: number) => {
    const words = new Uint32Array(4);
    philox(Uint32Array.of(seed, purpose), Uint32Array.of(0, 0, 0, 0), words);
    return words[0] % below;
  };
  const copy = Uint8Array.from(bytes);
  const at = draw(0, bytes.length);
  if (draw(1, 4) === 0) return copy.subarray(0, at);
  if (draw(1, 4) === 1) return Uint8Array.from([...copy.subarray(0, at), ...copy.subarray(at >> 1)]);
  for (let change = 0; change <= draw(2, 6); change += 1)
    copy[draw(10 + change, bytes.length)] = [0, 255, 44, 34, 10, draw(20 + change, 256)][
      draw(30 + change, 6)
    ];
  return copy;
}

/** How many damaged files were read all the same, and how many refused with a sentence; anything else throws. */
async function readDamaged(bytes: Uint8Array, read: (bytes: Uint8Array) => unknown) {
  const outcome = { read: 0, refused: 0 };
  for (let seed = 0; seed < damages; seed += 1) {
    try {
      await read(damaged(bytes, seed));
      outcome.read += 1;
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      outcome.refused += 1;
    }
  }
  return outcome;
}

describe('a damaged file is read or refused with a sentence, and nothing else', () => {
  it('of CSV', async () => {
    const rows = Array.from(
      { length: 12 },
      (_, hour) => `2016-07-01 ${String(hour).padStart(2, '0')}:00,"${hour}.5",x\n`,
    );
    const bytes = new TextEncoder().encode(`date,OT,"a ""note"""\n${rows.join('')}`);
    const data = dataSchema.parse({ dataset: 'time-series', path: 'a.csv' });
    if (data.dataset !== 'time-series') throw new Error('These are the settings of a time series.');
    const { read, refused } = await readDamaged(bytes, (some) => {
      const csv = parseCsv(some, 'a.csv');
      numbersOf(csv, 1);
      timeSeriesOf(csv, data);
    });
    expect(read + refused).toBe(damages);
    expect(Math.min(read, refused)).toBeGreaterThan(0);
  });

  const variable = {
    name: 'wind',
    shape: [4, 3, 2],
    values: Array.from({ length: 24 }, (_, index) => index),
    attributes: { _FillValue: -9999, units: 'm/s' },
  };

  it('of classic NetCDF', async () => {
    const { read, refused } = await readDamaged(netcdf3([variable]), (some) =>
      readGridVariables(some, 'a.nc', ['wind']),
    );
    expect(read + refused).toBe(damages);
    expect(Math.min(read, refused)).toBeGreaterThan(0);
  });

  it('of NetCDF-4, cut off or with something inserted', async () => {
    const bytes = await netcdf4([variable]);
    for (let length = 1; length < bytes.length; length += 97) {
      const longer = Uint8Array.from([...bytes.subarray(0, length), ...bytes.subarray(length >> 1)]);
      for (const some of [bytes.subarray(0, length), longer])
        await expect(readGridVariables(some, 'a.nc', ['wind'])).rejects.toThrow(BadInputError);
    }
  });
});
