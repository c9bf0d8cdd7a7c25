import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkData } from '../../../src-files/data/check-data';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';

interface Written {
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly attributes?: object;
  /** 0 where nothing else is said, as zarr-python writes it. */
  readonly fill?: number | null;
}

/** A Zarr store of version 2, each array one chunk of plain doubles. */
function store(arrays: Readonly<Record<string, Written>>): string {
  const folder = join(temporaryFolder(), 'fields.zarr');
  mkdirSync(folder);
  writeFileSync(join(folder, '.zgroup'), '{"zarr_format": 2}');
  for (const [name, { dimensions, shape, values, attributes = {}, fill = 0 }] of Object.entries(arrays)) {
    mkdirSync(join(folder, name));
    const metadata = {
      ...{ zarr_format: 2, shape, chunks: shape, dtype: '<f8', compressor: null, filters: null },
      ...{ fill_value: fill, order: 'C' },
    };
    writeFileSync(join(folder, name, '.zarray'), JSON.stringify(metadata));
    writeFileSync(
      join(folder, name, '.zattrs'),
      JSON.stringify({ ...attributes, _ARRAY_DIMENSIONS: dimensions }),
    );
    writeFileSync(join(folder, name, shape.map(() => 0).join('.')), Float64Array.from(values));
  }
  return folder;
}

/** Twenty steps of 1 x 4 cells at these hours, with a static field. */
function fields(hours: readonly number[], still: readonly number[], fill: number | null = 0): string {
  const values = Array.from({ length: 80 }, (_, at) => 1 + Math.sin(at));
  return store({
    time: {
      dimensions: ['time'],
      shape: [20],
      values: hours,
      attributes: { units: 'hours since 2020-01-01' },
      fill: null,
    },
    t2m: { dimensions: ['time', 'y', 'x'], shape: [20, 1, 4], values, fill: null },
    lsm: { dimensions: ['y', 'x'], shape: [1, 4], values: still, fill },
  });
}

const everyHour = Array.from({ length: 20 }, (_, step) => step);

function check(file: string, settings: object) {
  const { data } = experimentSchema.parse({
    data: { dataset: 'field', path: file, variables: ['t2m'], ...settings },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  return checkData(data, file);
}

test('a static field that is the same in all known cells is refused, and its fill value told where that hides the others', async () => {
  // A land mask of 0 and 1, whose 0 is the fill value: 1 and unknown.
  await expect(check(fields(everyHour, [0, 1, 1, 0]), { static: ['lsm'] })).rejects.toThrow(
    /data\.static: lsm of .*fields\.zarr is 1 everywhere in the 2 of its 4 cells that are known.*fill value.*another fill value\.$/,
  );
  await expect(check(fields(everyHour, [1, 1, 1, 1], null), { static: ['lsm'] })).rejects.toThrow(
    /is 1 everywhere, so it tells cells apart from nothing; leave it out\.$/,
  );
  expect(await check(fields(everyHour, [0, 1, 1, 0], null), { static: ['lsm'] })).toEqual([1, 4, 2]);
  // What is not known of a field with a spread is the mean, as everywhere.
  expect(await check(fields(everyHour, [0, 1, 2, 0]), { static: ['lsm'] })).toEqual([1, 4, 2]);
});

test('a part whose steps have no history without a gap is refused, naming what asks for too much', async () => {
  // The test part is steps 16 to 19, and there are pauses after 15 and 17.
  const paused = everyHour.map((hour) => hour + (hour > 15 ? 24 : 0) + (hour > 17 ? 24 : 0));
  const file = fields(paused, [0, 1, 2, 3]);
  const shares = { testFraction: 0.2, validationFraction: 0 };
  expect(await check(file, shares), 'steps 16 and 18 are followed by the next').toEqual([1, 4, 1]);
  await expect(check(file, { ...shares, history: 2 })).rejects.toThrow(
    'data.history: of the 4 time steps of the test part none follows 2 others without a gap in time; see fewer steps, or ask for another data.testFraction, or for 0.',
  );
  // Steps 14 and 15 validate: one pause before, one between them.
  const alone = everyHour.map((hour) => hour + (hour > 13 ? 24 : 0) + (hour > 14 ? 24 : 0));
  await expect(
    check(fields(alone, [0, 1, 2, 3]), { testFraction: 0.2, validationFraction: 0.125 }),
  ).rejects.toThrow(
    'data.validationFraction: of the 2 time steps of the validation part none follows another without a gap in time; ask for another share, or for 0.',
  );
  expect(await check(file, { testFraction: 0, validationFraction: 0, history: 2 })).toEqual([1, 4, 2]);
});
