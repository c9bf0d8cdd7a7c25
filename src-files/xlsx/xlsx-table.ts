import { readSheet, type SheetData } from 'read-excel-file/universal';
import { BadInputError } from '../../src-shared/errors';
import { type Csv, checkHeader } from '../csv/csv';
import { numberIn } from '../csv/number-style';
import { timeOrDay } from '../csv/time-or-day';

/** A zip archive's directory ends with this mark, and names so many bytes of each file unpacked. */
const [entryMark, entryBytes] = [0x02014b50, 46];
/** Far more than a sheet holds that fits into a table here. */
const mostUnpacked = 2 ** 30;

/**
 * The first sheet of an Excel workbook as cells of text, as `parseCsv` makes them of a CSV file: the first row names the columns.
 * @throws BadInputError naming the file, and row and column where it can
 */
export async function parseXlsx(bytes: Uint8Array, fileName: string): Promise<Csv> {
  refuseBomb(bytes, fileName);
  const sheet = await cellsOf(bytes, fileName);
  const [header = [], ...body] = sheet.map((row) => row.map(textOf));
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
    numberStyle: 'plain',
    notes: [`${fileName}: its first sheet is read.`],
    cell: (row, column) => rows[row].cells[column] ?? '',
    number: (row, column) => numberIn((rows[row].cells[column] ?? '').trim(), 'plain'),
    rowNumber: (row) => rows[row].number,
    place: (row) => `row ${rows[row].number}`,
  };
}

async function cellsOf(bytes: Uint8Array, fileName: string): Promise<SheetData> {
  try {
    return await readSheet(new Blob([new Uint8Array(bytes)]));
  } catch (error) {
    throw new BadInputError(
      `${fileName} cannot be read as an Excel workbook (.xlsx): ${error instanceof Error ? error.message : error}.`,
    );
  }
}

function textOf(value: SheetData[number][number]): string {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? timeOrDay(rounded(value)) : String(value);
}

/** Excel counts days in floating point: seven o'clock comes back as a millisecond before it. */
function rounded(time: Date): Date {
  return new Date(Math.round(time.getTime() / 10) * 10);
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
