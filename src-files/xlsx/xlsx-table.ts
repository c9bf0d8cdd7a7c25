import { readSheet, type SheetData } from 'read-excel-file/universal';
import { BadInputError } from '../../src-shared/errors';
import type { Dialect } from '../../src-shared/experiment/data/dialect';
import { type Csv, checkHeader, numberStyleNotes } from '../csv/csv';
import { type NumberStyle, numberIn, numberStyleOf } from '../csv/number-style';
import { numberAlone } from '../csv/quantity';
import { timeOfDayText } from '../csv/time-of-day';
import { timeOrDay } from '../csv/time-or-day';
import { withDurationsAsHours } from './duration-cells';
import { withErrorsAsTexts } from './error-cells';

/** A zip archive's directory ends with this mark, and names so many bytes of each file unpacked. */
const [entryMark, entryBytes] = [0x02014b50, 46];
/** Rows that tell how numbers are written. */
const mostLookedAt = 20_000;
const dayMs = 86_400_000;
/** Where the library has Excel's day 0. */
const dayZero = Date.UTC(1899, 11, 30);
/** Far more than a sheet holds that fits into a table here. */
const mostUnpacked = 2 ** 30;

/**
 * The first sheet of an Excel workbook as cells of text, as `parseCsv` makes them of a CSV file: the first row names the columns.
 * @throws BadInputError naming the file, and row and column where it can
 */
export async function parseXlsx(bytes: Uint8Array, fileName: string, { decimals }: Dialect): Promise<Csv> {
  refuseBomb(bytes, fileName);
  const sheet = await cellsOf(bytes, fileName);
  const numberStyle = numberStyleOf(writtenTexts(sheet), ',', decimals);
  const [header = [], ...body] = sheet.map((row) => row.map((value) => textOf(value, numberStyle)));
  const columns = header.length;
  if (columns === 0)
    throw new BadInputError(`${fileName}: its first sheet is empty; its first row should name the columns.`);
  checkHeader(header, fileName);
  // Row numbers are Excel's; empty rows are passed over.
  const rows = body.flatMap((cells, at) =>
    cells.every((cell) => cell === '') ? [] : [{ cells, number: at + 2 }],
  );
  if (rows.length === 0) throw new BadInputError(`${fileName} has a header and no rows below it.`);
  return {
    fileName,
    header,
    rows: rows.length,
    numberStyle,
    notes: [`${fileName}: its first sheet is read.`, ...numberStyleNotes(fileName, numberStyle)],
    cell: (row, column) => rows[row].cells[column] ?? '',
    number: (row, column) => numberIn((rows[row].cells[column] ?? '').trim(), numberStyle),
    rowNumber: (row) => rows[row].number,
    place: (row) => `row ${rows[row].number}`,
  };
}

async function cellsOf(bytes: Uint8Array, fileName: string): Promise<SheetData> {
  try {
    return await readSheet(new Blob([new Uint8Array(withErrorsAsTexts(withDurationsAsHours(bytes)))]));
  } catch (error) {
    throw new BadInputError(
      `${fileName} cannot be read as an Excel workbook (.xlsx): ${error instanceof Error ? error.message : error}.`,
    );
  }
}

/** Cells that somebody wrote as texts, which may be numbers all the same; of a long sheet its beginning. */
function* writtenTexts(sheet: SheetData): Iterable<string> {
  for (const row of sheet.slice(1, mostLookedAt))
    for (const value of row) if (typeof value === 'string') yield numberAlone(value.trim());
}

/** Numbers as the sheet's texts write them, so that all are read in one way. */
function textOf(value: SheetData[number][number], style: NumberStyle): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return textOfTime(value);
  const text = String(value);
  return typeof value === 'number' && style === 'decimal-comma' ? text.replace('.', ',') : text;
}

/** Excel counts days in floating point: seven o'clock comes back as a millisecond before it. Its day 0 is a time without a day. */
function textOfTime(value: Date): string {
  const time = Math.round(value.getTime() / 10) * 10;
  const sinceDayZero = time - dayZero;
  return sinceDayZero >= 0 && sinceDayZero < dayMs ? timeOfDayText(sinceDayZero) : timeOrDay(new Date(time));
}

/** @throws BadInputError where the files in it promise to unpack into more than a sheet holds */
function refuseBomb(bytes: Uint8Array, fileName: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let unpacked = 0;
  for (let at = 0; at + entryBytes <= bytes.length; at += 1)
    if (bytes[at] === 0x50 && view.getUint32(at, true) === entryMark)
      unpacked += view.getUint32(at + 24, true);
  if (unpacked <= mostUnpacked) return;
  throw new BadInputError(
    `${fileName} unpacks into ${Math.round(unpacked / 1e6)} MB; write so large a table as CSV or Parquet.`,
  );
}
