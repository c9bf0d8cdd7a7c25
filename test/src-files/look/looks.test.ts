import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { dateText, firstDay } from '../../../src-files/data/model-calendar';
import { lookAtData } from '../../../src-files/look/look-at-data';
import { plainWishes } from '../../../src-files/look/look-wishes';
import type {
  ArraysLook,
  FieldsLook,
  NumbersLook,
  PicturesLook,
  TableLook,
} from '../../../src-shared/data/data-look';
import { BadInputError } from '../../../src-shared/errors';

const fixtures = join(import.meta.dirname, 'fixtures');

interface Facts {
  readonly pictures: { readonly x_train: NumbersLook; readonly duplicated: number };
  readonly matlab: { readonly x: NumbersLook; readonly y: NumbersLook; readonly shape: readonly number[] };
  readonly fields: {
    readonly t2m: NumbersLook;
    readonly z500: NumbersLook;
    readonly unknown: number;
    readonly first: string;
    readonly last: string;
    readonly map: readonly number[];
  };
  readonly dates: Readonly<Record<string, readonly (readonly [number, string])[]>>;
}

/** What NumPy, xarray and cftime say (record_looks.py). */
const facts: Facts = JSON.parse(readFileSync(join(fixtures, 'looks.json'), 'utf8'));

const closeTo = ({ histogram, ...numbers }: NumbersLook) => ({
  kind: 'numbers',
  histogram,
  ...Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, expect.closeTo(Number(value), 9)]),
  ),
});

const look = async <Look>(path: string, wishes = {}) =>
  (await lookAtData(path, { ...plainWishes, ...wishes })) as Look;

describe('a look at arrays', () => {
  it('says which are inputs and which targets, their parts and numbers, and what is there twice', async () => {
    const found = await look<ArraysLook>(join(fixtures, 'pictures.npz'), { isDrawn: true });
    expect(found).toMatchObject({
      kind: 'arrays',
      guess: { inputs: 'x', targets: 'y', task: 'classification' },
      parts: { train: 60, validation: 0, test: 20, drawn: 0 },
      classes: ['0', '1', '2'],
    });
    const [x] = found.arrays;
    expect(x).toMatchObject({
      name: 'x_train',
      shape: [60, 6, 5],
      type: 'whole numbers of 8 bits',
      looked: 60,
    });
    expect(x.holds).toEqual(closeTo(facts.pictures.x_train));
    expect(facts.pictures.duplicated).toBe(3);
    expect(found.odd).toEqual([
      'Of a class there are fewer than 10 items: 2 (4); it is hardly learned or tested.',
      'One item is there under another class too: item 30 of x_train and item 31 of x_train (0, 1); which is right?',
      'One item is in two parts of the data: item 51 of x_train and item 5 of x_test; what is tested should not have been trained on.',
      'One item is there twice.',
    ]);
  });

  it('shows the first pictures of each class, as they are', async () => {
    const { shown } = await look<ArraysLook>(join(fixtures, 'pictures.npz'), { isDrawn: true });
    const counts = [0, 1, 2].map((label) => shown.filter((one) => one.label === label).length);
    expect(counts).toEqual([5, 5, 4]);
    expect(shown[0]).toMatchObject({ name: 'x_train, item 4', height: 6, width: 5, channels: 1 });
    expect(Buffer.from(shown[0].pixels, 'base64')).toHaveLength(30);
    const without = await look<ArraysLook>(join(fixtures, 'pictures.npz'));
    expect(without.shown).toEqual([]);
  });

  it('reads MATLAB’s files of version 7.3 with items first', async () => {
    const found = await look<ArraysLook>(join(fixtures, 'matlab.mat'));
    expect(found.guess).toEqual({ inputs: 'x', targets: 'y', task: 'regression' });
    const [x, y] = found.arrays;
    expect([x.shape, y.shape]).toEqual([facts.matlab.shape, [30, 1]]);
    expect([x.holds, y.holds]).toEqual([closeTo(facts.matlab.x), closeTo(facts.matlab.y)]);
  });

  it('refuses an array that is not there, and a network’s weights', async () => {
    const looking = look(join(fixtures, 'pictures.npz'), { target: 'z' });
    await expect(looking).rejects.toThrow(
      /--target: .*pictures\.npz has no array z; it has x_train, y_train, x_test, y_test\.$/,
    );
  });
});

describe('a look at fields', () => {
  it('says variables, levels, times of their calendar and grid, as xarray does', async () => {
    const found = await look<FieldsLook>(join(fixtures, 'fields.nc'), { isDrawn: true });
    const { first, last, t2m, z500, unknown, map } = facts.fields;
    expect(found).toMatchObject({
      kind: 'fields',
      steps: 12,
      times: {
        first,
        last,
        calendar: '360_day',
        gaps: 0,
        step: { kind: 'units', units: '21600000', digits: 3 },
      },
      rows: { name: 'latitude', points: 4, first: 40, last: 70, units: 'degrees_north' },
      columns: { name: 'longitude', points: 6, first: 0, last: 50 },
      guess: { variables: ['t2m', 'z'], levels: [500] },
    });
    const [first2m, z] = found.variables;
    expect(first2m).toMatchObject({
      name: 't2m',
      unit: 'K',
      shape: [12, 4, 6],
      levels: [],
      unknown: expect.closeTo(unknown, 12),
    });
    expect(first2m.holds).toEqual(closeTo(t2m));
    expect(z).toMatchObject({ levels: [850, 500, 250], level: 500, unit: 'm' });
    expect(z.holds).toEqual(closeTo(z500));
    // North at the top, though the file begins in the south.
    expect(first2m.map?.values).toEqual(map.map((value) => expect.closeTo(value, 4)));
    expect(found.notes).toContain(
      'orography does not run over time; named in data.static, it is seen beside each step.',
    );
    expect(found.odd).toEqual([
      't2m: 0.3 % of its values are not known; as inputs they count as its mean, and they are not scored.',
    ]);
  });

  it.each(Object.keys(facts.dates))('writes days of the calendar %s as cftime does', (calendar) => {
    const from = firstDay('days since 1970-01-01', calendar) ?? Number.NaN;
    for (const [days, text] of facts.dates[calendar])
      expect(dateText(from + days, calendar), `${days}`).toBe(text.replace('T00:00:00', ''));
  });

  it('takes a folder of NetCDF files for one, and a name with a star', async () => {
    const months = join(import.meta.dirname, '../../parity/fixtures/zarr/netcdf-files-of-months');
    for (const place of [months, join(months, '*.nc')])
      expect(await look<FieldsLook>(place)).toMatchObject({
        files: 2,
        steps: 5,
        times: { first: '2000-02-27', last: '2000-03-03', calendar: 'noleap', gaps: 0 },
      });
  });
});

describe('a look at a series', () => {
  const rows = (site: string, count = 12) =>
    Array.from(
      { length: count },
      (_, hour) => `2024-03-01 ${String(hour).padStart(2, '0')}:00,${site},${hour / 10}`,
    );
  const file = (lines: readonly string[]) => {
    const path = join(mkdtempSync(join(tmpdir(), 'look-')), 'a.csv');
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };

  it('knows one by times that are evenly spaced, and draws its columns', async () => {
    const path = file(['when,site,load [MW]', ...rows('a')]);
    const { series } = await look<TableLook>(path, { isDrawn: true });
    expect(series).toMatchObject({ timeColumn: 'when', series: 1, steps: 12, step: { units: '3600' } });
    expect(series?.curves).toEqual([
      {
        column: 'load [MW]',
        least: rows('').map((_, hour) => hour / 10),
        most: rows('').map((_, hour) => hour / 10),
      },
    ]);
  });

  it('knows several by the column that tells them apart', async () => {
    const path = file(['when,site,load', ...rows('a'), ...rows('b', 9)]);
    const { series } = await look<TableLook>(path);
    expect(series).toMatchObject({ seriesColumn: 'site', series: 2, steps: 9 });
    const uneven = file(['when,site,load', ...rows('a'), '2024-03-07,a,3']);
    // By hand: from 2024-03-01 11:00 to the midnight that begins 2024-03-07 are 5 days and 13 hours.
    expect((await look<TableLook>(uneven)).series?.uneven).toMatch(
      /2024-03-07, is 133 h after the row before .*not 1 h; bring it to even steps/,
    );
  });
});

describe('a look at pictures in a CSV file, and with masks', () => {
  function folderOf(files: readonly (readonly [name: string, grey: number])[]): string {
    const folder = mkdtempSync(join(tmpdir(), 'look-'));
    for (const [name, grey] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      const data = new Uint8Array(8 * 12).fill(grey);
      writeFileSync(join(folder, name), encode({ width: 12, height: 8, channels: 1, data }));
    }
    return folder;
  }
  const names = Array.from({ length: 24 }, (_, at) => [`p/${at}.png`, at] as const);

  it('counts classes and parts of a column, and takes many numbers for values', async () => {
    const folder = folderOf(names);
    const classes = join(folder, 'classes.csv');
    const split = (at: number) => (at < 20 ? 'train' : 'test');
    writeFileSync(
      classes,
      `path,label,split\n${names.map(([name, at]) => `${name},${at % 2 ? 'odd' : 'even'},${split(at)}`).join('\n')}\n`,
    );
    expect(await look<PicturesLook>(classes)).toMatchObject({
      kind: 'pictures',
      task: 'classification',
      classes: [
        { name: 'even', pictures: 12, train: 10, test: 2 },
        { name: 'odd', pictures: 12, train: 10, test: 2 },
      ],
      sizes: [{ height: 8, width: 12, pictures: 24 }],
    });
    const values = join(folder, 'values.csv');
    writeFileSync(values, `path,label\n${names.map(([name, at]) => `${name},${at / 7}`).join('\n')}\n`);
    const found = await look<PicturesLook>(values, { isDrawn: true });
    expect(found).toMatchObject({
      task: 'regression',
      classes: [],
      values: [{ name: 'label', different: 24 }],
    });
    expect(found.shown[3]).toMatchObject({ name: 'p/3.png', label: -1, own: { height: 8, width: 12 } });
    expect(Buffer.from(found.shown[3].pixels, 'base64')).toEqual(Buffer.alloc(96, 3));
  });

  it('says that masks hold the class of each pixel', async () => {
    const folder = folderOf([
      ['train/images/a.png', 1],
      ['train/masks/a.png', 0],
      ['test/images/b.png', 2],
      ['test/masks/b.png', 1],
    ]);
    expect(await look<PicturesLook>(folder)).toMatchObject({
      task: 'segmentation',
      pictures: 2,
      parts: { train: 1, validation: 0, test: 1 },
      notes: ['Each picture has a mask, which says the class of each of its pixels.'],
    });
  });

  it('refuses what is no data, each in one sentence that says what would be right', async () => {
    const folder = folderOf([['a.png', 1]]);
    writeFileSync(join(folder, 'empty.csv'), '');
    await expect(look(join(folder, 'a.png'))).rejects.toThrow(
      new BadInputError(
        `${join(folder, 'a.png')} is a PNG picture; name the folder that holds all of them, with a folder for each class.`,
      ),
    );
    await expect(look(folder)).rejects.toThrow(/holds no folders; pictures lie in a folder for each class/);
    await expect(look(join(folder, 'none'))).rejects.toThrow('is missing; there is no such file or folder.');
    await expect(look(join(folder, '*.nc'))).rejects.toThrow('has no file *.nc');
    await expect(look(join(folder, 'empty.csv'))).rejects.toThrow(BadInputError);
  });
});
