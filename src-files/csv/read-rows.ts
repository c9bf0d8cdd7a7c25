import { extname } from 'node:path';
import { parseParquet } from '../parquet/parquet-table';
import { readWholeFile } from '../read-file';
import { parseXlsx } from '../xlsx/xlsx-table';
import { type Csv, parseCsv } from './csv';

/** How files of rows are read, by the ends of their names; others are CSV. */
const formats: Readonly<Record<string, (bytes: Uint8Array, fileName: string) => Promise<Csv>>> = {
  '.parquet': parseParquet,
  '.pq': parseParquet,
  '.xlsx': parseXlsx,
};

/**
 * The rows of a CSV, Parquet or Excel file, its cells as texts.
 * @throws BadInputError naming the file, and row and column where it can
 */
export async function readRows(path: string): Promise<Csv> {
  const bytes = await readWholeFile(path);
  const parse = formats[extname(path).toLowerCase()];
  return parse ? parse(bytes, path) : parseCsv(bytes, path);
}
