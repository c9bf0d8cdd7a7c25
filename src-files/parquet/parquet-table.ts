import type { AsyncBuffer, DecodedArray, SchemaElement } from 'hyparquet';
import { parquetReadColumn } from 'hyparquet/src/read.js';
import { BadInputError } from '../../src-shared/errors';
import type { Dialect } from '../../src-shared/experiment/data/dialect';
import { type Csv, checkHeader, numberStyleNotes } from '../csv/csv';
import { type NumberStyle, numberIn, numberStyleOf } from '../csv/number-style';
import { numberAlone } from '../csv/quantity';
import { timeOfDayText } from '../csv/time-of-day';
import { timeOrDay } from '../csv/time-or-day';
import { compressors } from './compressors';
import { checkedMetadata, readableParquet } from './metadata';

/** Rows that tell how numbers are written. */
const mostLookedAt = 20_000;
/** What pandas calls an index that has no name. */
const pandasIndex = /^__index_level_\d+__$/;

/**
 * The columns of a Parquet file as cells of text, as `parseCsv` makes them of a CSV file: whatever reads one reads the other.
 * @throws BadInputError naming the file, and row and column where it can
 */
export async function parseParquet(bytes: Uint8Array, fileName: string, { decimals }: Dialect): Promise<Csv> {
  const file = bufferOf(bytes);
  const metadata = await checkedMetadata(file, fileName);
  const names = metadata.schema.slice(1).map(({ name }) => name);
  const elements = new Map(metadata.schema.map((element) => [element.name, element]));
  const header = names.filter((name) => !pandasIndex.test(name));
  const rows = Number(metadata.num_rows);
  if (rows === 0 || header.length === 0) throw new BadInputError(`${fileName} has no rows.`);
  checkHeader(header, fileName);
  const columns: DecodedArray[] = [];
  for (const column of header) {
    const read = () => parquetReadColumn({ file, metadata, columns: [column], compressors });
    columns.push(timesAsTexts(await readableParquet(fileName, read), elements.get(column)));
  }
  const place = (row: number) => `row ${row + 1}`;
  const numberStyle = numberStyleOf(writtenTexts(columns), ',', decimals);
  const cell = (row: number, column: number) => {
    const text = textOf(columns[column][row], numberStyle);
    if (text !== undefined) return text;
    throw new BadInputError(
      `${fileName}, ${place(row)}, column ${header[column]}: it holds neither a number, a text nor a time.`,
    );
  };
  return {
    fileName,
    header,
    rows,
    numberStyle,
    notes: [
      ...(names.length > header.length ? [`${fileName}: the index that pandas wrote is left out.`] : []),
      ...numberStyleNotes(fileName, numberStyle),
    ],
    cell,
    number: (row, column) => {
      const value = columns[column][row];
      return typeof value === 'number' && Number.isFinite(value)
        ? value
        : numberIn(cell(row, column).trim(), numberStyle);
    },
    rowNumber: (row) => row + 1,
    place,
  };
}

/** Texts, which may be numbers all the same; of a long column its beginning. */
function* writtenTexts(columns: readonly DecodedArray[]): Iterable<string> {
  for (const column of columns)
    for (const value of column.slice(0, mostLookedAt))
      if (typeof value === 'string') yield numberAlone(value.trim());
}

/** How many of the units that a column counts times of day in make a millisecond; undefined of other columns. */
function clockUnit({ converted_type: converted, logical_type: logical }: SchemaElement): number | undefined {
  if (converted === 'TIME_MILLIS') return 1;
  if (converted === 'TIME_MICROS') return 1e3;
  return logical?.type === 'TIME' ? { MILLIS: 1, MICROS: 1e3, NANOS: 1e6 }[logical.unit] : undefined;
}

/** Times of day, and instants: those with their zone, which says UTC also where it is midnight. */
function timesAsTexts(column: DecodedArray, element: SchemaElement | undefined): DecodedArray {
  if (!element) return column;
  if (areInstants(element))
    return Array.from(column, (value) => (value instanceof Date ? value.toISOString() : value));
  const unit = clockUnit(element);
  if (unit === undefined) return column;
  return Array.from(column, (value) =>
    typeof value === 'number' || typeof value === 'bigint' ? timeOfDayText(Number(value) / unit) : value,
  );
}

/** Whether a column's times are of UTC, and not what a clock shows that names no zone. Those of old files without a logical type always are. */
function areInstants({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (logical?.type === 'TIMESTAMP') return logical.isAdjustedToUTC;
  return converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS';
}

/** As a CSV file would hold it, empty where there is nothing; undefined for bytes, lists and the like. */
function textOf(value: unknown, style: NumberStyle): string | undefined {
  switch (typeof value) {
    case 'undefined':
      return '';
    case 'string':
      return value;
    case 'number':
      // As the file's texts write numbers, so that all are read in one way.
      return style === 'decimal-comma' ? String(value).replace('.', ',') : String(value);
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
