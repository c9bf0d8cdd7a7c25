import { describe, expect, it } from 'vitest';
import { openNetcdf4 } from '../../../src-files/netcdf/hdf5-file';
import { readGridVariables } from '../../../src-files/netcdf/read-grid-variables';
import { BadInputError } from '../../../src-shared/errors';
import { netcdf3, netcdf4, type Written } from './netcdf-files';

const wind: Written = {
  name: 'wind',
  shape: [2, 1, 3],
  values: [1, 2, -9999, 4, NaN, 6],
  attributes: { _FillValue: -9999, units: 'm/s' },
};
const packed: Written = {
  name: 'packed',
  shape: [2, 1, 1, 3],
  values: [0, 1, 2, 3, -1, 5],
  attributes: { missing_value: -1, scale_factor: 0.5, add_offset: 100 },
};

const formats = [
  ['classic', async (variables: readonly Written[]) => netcdf3(variables)],
  ['NetCDF-4', netcdf4],
] as const;

describe.each(formats)('a %s file', (_format, write) => {
  it('gives variables over time, y and x, with NaN for what its fill value marks', async () => {
    const [variable] = await readGridVariables(await write([wind]), 'a.nc', ['wind'], openNetcdf4);
    expect(variable).toMatchObject({
      where: 'wind of a.nc',
      shape: [2, 1, 3],
      values: Float32Array.of(1, 2, NaN, 4, NaN, 6),
      unit: 'm/s',
    });
  });

  it('is unpacked by scale and offset; a single level is no dimension', async () => {
    const [variable] = await readGridVariables(await write([wind, packed]), 'a.nc', ['packed'], openNetcdf4);
    expect(variable?.shape).toEqual([2, 1, 3]);
    expect([...(variable?.values ?? [])]).toEqual([100, 100.5, 101, 101.5, NaN, 102.5]);
  });

  const refused: readonly (readonly [Written, string])[] = [
    [
      { name: 'other', shape: [1], values: [1] },
      'data.variables: a.nc has no variable named wind; it has other.',
    ],
    [
      { name: 'wind', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
      'data.variables: wind of a.nc has the dimensions 2 x 3; a field has three: time, y and x.',
    ],
    [
      { name: 'wind', shape: [1, 2, 3, 1], values: [1, 2, 3, 4, 5, 6] },
      'has the dimensions 1 x 2 x 3 x 1; a field has three',
    ],
    [
      { name: 'wind', shape: [2, 1, 3], values: [1, 2, 3, 4, Infinity, 6] },
      'wind of a.nc is infinite at time step 1, row 0, column 1 (from 0)',
    ],
  ];
  it.each(refused)('with %j is refused: %s', async (variable, sentence) => {
    const reading = readGridVariables(await write([variable]), 'a.nc', ['wind'], openNetcdf4);
    await expect(reading).rejects.toThrow(BadInputError);
    await expect(reading).rejects.toThrow(sentence);
  });

  it('that was cut off is refused', async () => {
    const bytes = await write([wind]);
    const reading = readGridVariables(bytes.subarray(0, bytes.length - 8), 'a.nc', ['wind'], openNetcdf4);
    await expect(reading).rejects.toThrow(BadInputError);
    await expect(reading).rejects.toThrow('a.nc');
  });
});

describe('a file that is no NetCDF', () => {
  it.each([
    ['date,OT\n', 'a.nc is no NetCDF file: it begins neither with CDF nor with'],
    ['', 'a.nc is no NetCDF file'],
    ['CDF\x03....', 'a.nc is no NetCDF file'],
  ])('%j is refused: %s', async (text, sentence) => {
    const reading = readGridVariables(new TextEncoder().encode(text), 'a.nc', ['wind'], openNetcdf4);
    await expect(reading).rejects.toThrow(sentence);
  });
});

it('refuses a classic file whose header says that a variable has more bytes than the file', async () => {
  const values = Array.from({ length: 24 }, (_, index) => index);
  const bytes = Uint8Array.from(netcdf3([{ name: 'wind', shape: [4, 3, 2], values }]));
  // Type float (5), then 24 values of 4 bytes, which become 64 MiB more.
  const size = Buffer.from(bytes).indexOf(Buffer.of(0, 0, 0, 5, 0, 0, 0, 96)) + 4;
  bytes[size] = 4;
  const read = readGridVariables(bytes, 'a.nc', ['wind'], openNetcdf4);
  await expect(read).rejects.toThrow(BadInputError);
  await expect(read).rejects.toThrow(/promises more data than the file has bytes/);
});
