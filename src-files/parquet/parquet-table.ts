import type { AsyncBuffer, DecodedArray } from 'hyparquet';
import { parquetReadColumn } from 'hyparquet/src/read.js';
import { BadInputError } from '../../src-shared/errors';
import { type Csv, checkHeader } from '../csv/csv';
import { numberIn } from '../csv/number-style';
import { timeOrDay } from '../csv/time-or-day';
import { compressors } from './compressors';
import { checkedMetadata, readableParquet } from './metadata';

/** What pandas calls an index that has no name. */
const pandasIndex = /^__index_level_\d+__$/;

/**
 * The columns of a Parquet file as cells of text, as `parseCsv` makes them of a CSV file: whatever reads one reads the other.
 * @throws BadInputError naming the file, and row and column where it can
 */
export async function parseParquet(bytes: Uint8Array, fileName: string): Promise<Csv> {
  const file = bufferOf(bytes);
  const metadata = await checkedMetadata(file, fileName);
  const names = metadata.schema.slice(1).map(({ name }) => name);
  const header = names.filter((name) => !pandasIndex.test(name));
  const rows = Number(metadata.num_rows);
  if (rows === 0 || header.length === 0) throw new BadInputError(`${fileName} has no rows.`);
  checkHeader(header, fileName);
  const columns: DecodedArray[] = [];
  for (const column of header) {
    const read = () => parquetReadColumn({ file, metadata, columns: [column], compressors });
    columns.push(await readableParquet(fileName, read));
  }
  const place = (row: number) => `row ${row + 1}`;
  const cell = (row: number, column: number) => {
    const text = textOf(columns[column][row]);
    if (text !== undefined) return text;
    throw new BadInputError(
      `${fileName}, ${place(row)}, column ${header[column]}: it holds neither a number, a text nor a time.`,
    );
  };
  return {
    fileName,
    header,
    rows,
    numberStyle: 'plain',
    notes: names.length > header.length ? [`${fileName}: the index that pandas wrote is left out.`] : [],
    cell,
    number: (row, column) => {
      const value = columns[column][row];
      return typeof value === 'number' && Number.isFinite(value)
        ? value
        : numberIn(cell(row, column).trim(), 'plain');
    },
    rowNumber: (row) => row + 1,
    place,
  };
}

/** As a CSV file would hold it, empty where there is nothing; undefined for bytes, lists and the like. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'undefined':
      return '';
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      if (value === null) return '';
      return value instanceof Date ? timeOrDay(value) : undefined;
  }
}

function bufferOf(bytes: Uint8Array): AsyncBuffer {
  return {
    byteLength: bytes.length,
    slice: (start, end = bytes.length) => {
      // A damaged file may name places that are not in it.
      if (!(start >= 0 && start <= end && end <= bytes.length))
        throw new RangeError('it names a place outside of itself');
      // Of a Buffer, slice would be a view of more.
      return new Uint8Array(bytes.subarray(start, end)).buffer;
    },
  };
}
