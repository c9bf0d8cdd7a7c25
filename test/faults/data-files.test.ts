import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { parseCsv } from '../../src-files/csv/csv';
import { numbersOf } from '../../src-files/csv/numbers';
import { seriesIn } from '../../src-files/data/time-series';
import { cifarRecordBytes, parseCifarBatch } from '../../src-files/images/cifar';
import { parseIdxImages, parseIdxLabels } from '../../src-files/images/idx';
import { openNetcdf4 } from '../../src-files/netcdf/hdf5-file';
import { readGridVariables } from '../../src-files/netcdf/read-grid-variables';
import { dataSchema } from '../../src-shared/experiment/data';
import { jpegDecoder } from '../../src-workers/predict/pictures/jpeg-decoder';
import { readPicture } from '../../src-workers/predict/pictures/picture-pixels';
import { netcdf3 } from '../src-files/netcdf/netcdf-files';
import { colourJpeg } from '../src-workers/predict/jpeg-files';
import { bindingPath } from '../src-workers/tensorflow';
import { damagedFiles, readDamaged } from './damaged-files';
import { seed } from './random';

const name = (format: string) =>
  `${damagedFiles} damaged files of ${format} are read or refused, and make no more memory than they have bytes`;

test(name('idx pictures'), async () => {
  const bytes = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, ...new Array(60).fill(7)]);
  const refused = await readDamaged(bytes, seed, (some) => {
    const { items, height, width, pixels } = parseIdxImages(some, 'a.idx3');
    expect(pixels.length).toBe(items * height * width);
    expect(pixels.length).toBeLessThan(some.length);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 4);
});

test(name('idx labels'), async () => {
  const bytes = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 60, ...new Array(60).fill(3)]);
  const refused = await readDamaged(bytes, seed + 1, (some) => {
    const labels = parseIdxLabels(some, 'a.idx1', 10);
    expect(labels.length).toBeLessThan(some.length);
    expect(labels.every((label) => label < 10)).toBe(true);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 2);
});

test(name('CIFAR batches'), async () => {
  const bytes = new Uint8Array(2 * cifarRecordBytes).fill(5);
  const refused = await readDamaged(bytes, seed + 2, (some) => {
    const { images, labels } = parseCifarBatch(some, 'a.bin', 10);
    expect(images.length + labels.length).toBe(some.length);
    expect(labels.every((label) => label < 10)).toBe(true);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 5);
});

test(name('CSV'), async () => {
  const data = dataSchema.parse({ dataset: 'time-series', path: 'a.csv' });
  if (data.dataset !== 'time-series') throw new Error('These are the settings of a time series.');
  const rows = Array.from({ length: 12 }, (_, hour) => `2016-07-01 ${10 + hour}:00,"${hour}.5",x\n`);
  const bytes = new TextEncoder().encode(`date,OT,"a ""note"""\n${rows.join('')}`);
  const refused = await readDamaged(bytes, seed + 3, (some) => {
    const csv = parseCsv(some, 'a.csv');
    expect(numbersOf(csv, 1).length).toBeLessThan(some.length);
    seriesIn(csv, data);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 4);
});

test(name('classic NetCDF'), async () => {
  const values = Array.from({ length: 24 }, (_, index) => index);
  const bytes = netcdf3([
    { name: 'wind', shape: [4, 3, 2], values, attributes: { _FillValue: -9999, units: 'm/s' } },
  ]);
  const refused = await readDamaged(bytes, seed + 4, async (some) => {
    const [variable] = await readGridVariables(some, 'a.nc', ['wind'], openNetcdf4);
    expect(variable?.values.length).toBeLessThanOrEqual(some.length);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 4);
});

test(name('PNG pictures'), async () => {
  const pixels = Uint8Array.from({ length: 8 * 8 * 3 }, (_, at) => at);
  const bytes = encode({ width: 8, height: 8, channels: 3, depth: 8, data: pixels });
  const refused = await readDamaged(Uint8Array.from(bytes), seed + 5, (some) => {
    const size = { height: 8, width: 8, channels: 3 };
    const read = readPicture(some, 'a.png', size, () => ({ channels: 3, pixels: new Uint8Array(192) }));
    expect(read.length).toBe(pixels.length);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 4);
});

test(name('JPEG pictures'), async () => {
  const decode = jpegDecoder({ kind: 'tensorflow', binding: bindingPath() });
  const size = { height: 8, width: 8, channels: 3 };
  // Loads TensorFlow, whose memory is not the file's.
  readPicture(colourJpeg.bytes, 'a.jpg', size, decode);
  const refused = await readDamaged(colourJpeg.bytes, seed + 6, (some) => {
    expect(readPicture(some, 'a.jpg', size, decode).length).toBe(8 * 8 * 3);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 4);
});
