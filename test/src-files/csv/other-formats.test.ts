import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Csv } from '../../../src-files/csv/csv';
import { readRows } from '../../../src-files/csv/read-rows';
import { temporaryFolder } from '../../temporary-folder';

// One table, written by pandas in all of these formats.
const formats = join(import.meta.dirname, 'fixtures', 'formats');
const arrays = join(import.meta.dirname, '../arrays/fixtures');

/** Cells as texts; numbers as numbers, since 0.10 and 0.1 are one, and so are 0 and -0. */
const cellsOf = ({ header, rows, cell }: Csv) =>
  Array.from({ length: rows }, (_, row) =>
    header.map((_, column) => {
      const text = cell(row, column);
      return text === '' || Number.isNaN(Number(text)) ? text : Math.fround(Number(text)) + 0;
    }),
  );

describe('a table in another format than CSV', () => {
  it.each([
    'none.parquet',
    'snappy.parquet',
    'gzip.parquet',
    'zstd.parquet',
    'second-format.parquet',
    'indexed.parquet',
    'table.xlsx',
  ])('holds the same cells: %s', async (name) => {
    const [csv, other] = await Promise.all([
      readRows(join(formats, 'table.csv')),
      readRows(join(formats, name)),
    ]);
    expect(other.header).toEqual(csv.header);
    expect(cellsOf(other)).toEqual(cellsOf(csv));
  });

  it.each(['none.parquet', 'table.xlsx'])(
    'is known by what is inside where its name does not tell: %s',
    async (name) => {
      const file = join(temporaryFolder(), 'table');
      copyFileSync(join(formats, name), file);
      expect(cellsOf(await readRows(file))).toEqual(cellsOf(await readRows(join(formats, 'table.csv'))));
    },
  );

  it('is a CSV file where no more than its first letters are those of another', async () => {
    const file = join(temporaryFolder(), 'table.csv');
    writeFileSync(file, 'PAR1,PAR2\n1,2\n');
    expect((await readRows(file)).header).toEqual(['PAR1', 'PAR2']);
  });

  it('is refused in a sentence where a workbook is of the old kind', async () => {
    const file = join(temporaryFolder(), 'table.xls');
    writeFileSync(file, Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1));
    await expect(readRows(file)).rejects.toThrow(
      `${file} is an Excel workbook as of before 2007 (.xls), which is not read; save it as .xlsx, CSV or Parquet.`,
    );
  });

  it.each([
    ['an NPZ file', 'arrays.csv', join(arrays, 'plain.npz'), 'a NPZ file of arrays'],
    ['a NumPy array', 'array.csv', join(arrays, 'alone.npy'), 'a NumPy array (.npy)'],
    ['a picture', 'picture.xlsx', Buffer.from('\x89PNG\r\n', 'latin1'), 'a PNG picture'],
    ['a PDF', 'paper', Buffer.from('%PDF-1.7'), 'a PDF'],
  ])('is called what it is where it is %s, whatever its name', async (_, name, content, kind) => {
    const file = join(temporaryFolder(), name);
    if (typeof content === 'string') copyFileSync(content, file);
    else writeFileSync(file, content);
    await expect(readRows(file)).rejects.toThrow(
      `${file} is ${kind}, and rows are read from CSV, Parquet and Excel files (.xlsx).`,
    );
  });

  it('is called JSON where its name and its beginning say so, and read where its name alone does', async () => {
    const folder = temporaryFolder();
    const [json, csv] = ['rows.json', 'named.json'].map((name) => join(folder, name));
    writeFileSync(json, '[{"a":1,"y":"b"}]');
    writeFileSync(csv, 'a,y\n1,b\n');
    await expect(readRows(json)).rejects.toThrow(
      `${json} is JSON, and rows are read from CSV, Parquet and Excel files (.xlsx); write it as one of these.`,
    );
    expect((await readRows(csv)).rows).toBe(1);
  });

  it('is refused where it is packed in a way that is not read', async () => {
    await expect(readRows(join(formats, 'brotli.parquet'))).rejects.toThrow(
      /cannot be read as a Parquet file: .*BROTLI/,
    );
  });

  it('says what was left out or chosen', async () => {
    expect((await readRows(join(formats, 'indexed.parquet'))).notes).toEqual([
      expect.stringMatching(/the index that pandas wrote is left out\.$/),
    ]);
    expect((await readRows(join(formats, 'table.xlsx'))).notes).toEqual([
      expect.stringMatching(/its first sheet is read\.$/),
    ]);
  });

  it.each([
    [
      'cut off',
      'zstd.parquet',
      (bytes: Buffer) => bytes.subarray(0, bytes.length - 9),
      'cannot be read as a Parquet file',
    ],
    ['a CSV file', 'table.csv', (bytes: Buffer) => bytes, 'cannot be read as a Parquet file'],
    ['empty', 'zstd.parquet', () => Buffer.alloc(0), 'cannot be read as a Parquet file'],
  ])('is refused in a sentence where a Parquet file is %s', async (_, from, change, sentence) => {
    const file = join(temporaryFolder(), 'broken.parquet');
    writeFileSync(file, change(readFileSync(join(formats, from))));
    await expect(readRows(file)).rejects.toThrow(sentence);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['no archive', () => Buffer.from('a,b\n1,2\n')],
    ['empty', () => Buffer.alloc(0)],
  ])('is refused in a sentence where a workbook is %s', async (_, change) => {
    const file = join(temporaryFolder(), 'broken.xlsx');
    writeFileSync(file, change(readFileSync(join(formats, 'table.xlsx'))));
    await expect(readRows(file)).rejects.toThrow(
      /broken\.xlsx cannot be read as an Excel workbook \(\.xlsx\): /,
    );
  });

  it('is refused where a workbook promises to unpack into gigabytes', async () => {
    const file = join(temporaryFolder(), 'bomb.xlsx');
    copyFileSync(join(formats, 'table.xlsx'), file);
    const bytes = readFileSync(file);
    const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(0xf0000000, entry + 24);
    writeFileSync(file, bytes);
    await expect(readRows(file)).rejects.toThrow(
      'bomb.xlsx unpacks into 4027 MB; write so large a table as CSV or Parquet.',
    );
  });
});
