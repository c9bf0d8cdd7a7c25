import { extname } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { asTold, type Dialect } from '../../src-shared/experiment/data/dialect';
import { cutArchive, isTable, knownFile, zipMark } from '../known-file';
import { parseParquet } from '../parquet/parquet-table';
import { readWholeFile } from '../read-file';
import { parseXlsx } from '../xlsx/xlsx-table';
import { type Csv, parseCsv } from './csv';

/** How files of rows are read, by the ends of their names; others are CSV. */
const formats: Readonly<
  Record<string, (bytes: Uint8Array, fileName: string, dialect: Dialect) => Promise<Csv>>
> = {
  '.parquet': parseParquet,
  '.pq': parseParquet,
  '.xlsx': parseXlsx,
};

/** What a file begins with that is none of text, whatever its name; a Parquet file ends so, too. */
const [parquetMark, oldExcelMark] = ['PAR1', '\xd0\xcf\x11\xe0'];

/** By its name and its first character: a CSV file may be called anything. */
const jsonNames = /\.(json|jsonl|ndjson)$/i;

/**
 * The rows of a CSV, Parquet or Excel file, its cells as texts.
 * @param dialect how it writes them, where that is not left to the file to tell
 * @throws BadInputError naming the file, and row and column where it can
 */
export async function readRows(path: string, dialect: Dialect = asTold): Promise<Csv> {
  const bytes = await readWholeFile(path);
  refuseOtherFiles(bytes, path);
  const parse = formats[extname(path).toLowerCase()] ?? formatInside(bytes, path);
  return parse ? parse(bytes, path, dialect) : parseCsv(bytes, path, dialect);
}

/**
 * What is no table has no rows, and a message on its rows would help nobody; of what may be one its own reader says what is wrong.
 * @throws BadInputError naming what the file is
 */
function refuseOtherFiles(bytes: Uint8Array, path: string): void {
  // Of an empty file its reader says so, and old workbooks have a way out of their own.
  if (bytes.length === 0 || startOf(bytes) === oldExcelMark) return;
  if (jsonNames.test(path) && /^\s*[[{]/.test(startOf(bytes)))
    throw new BadInputError(
      `${path} is JSON, and rows are read from CSV, Parquet and Excel files (.xlsx); write it as one of these.`,
    );
  const kind = knownFile(path);
  if (kind === undefined || isTable(kind) || (kind === cutArchive && /\.xlsx$/i.test(path))) return;
  throw new BadInputError(`${path} is ${kind}, and rows are read from CSV, Parquet and Excel files (.xlsx).`);
}

function startOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4));
}

/** @throws BadInputError where it is an Excel workbook of before 2007 */
function formatInside(bytes: Uint8Array, path: string): (typeof formats)[string] | undefined {
  const [begin, end] = [bytes.subarray(0, 4), bytes.subarray(-4)].map((part) => String.fromCharCode(...part));
  if (begin === oldExcelMark)
    throw new BadInputError(
      `${path} is an Excel workbook as of before 2007 (.xls), which is not read; save it as .xlsx, CSV or Parquet.`,
    );
  if (begin === parquetMark && end === parquetMark) return parseParquet;
  return begin === zipMark ? parseXlsx : undefined;
}
