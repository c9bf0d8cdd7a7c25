import { BadInputError } from '../../src-shared/errors';
import { didYouMean } from '../../src-shared/nearest';
import { readWholeFile } from '../read-file';

/** A CSV file: the names of its columns, and rows of as many cells each, from 0. */
export interface Csv {
  readonly fileName: string;
  readonly header: readonly string[];
  readonly rows: number;
  readonly cell: (row: number, column: number) => string;
}

const byteOrderMark = /^\uFEFF/;
/** Columns that a message names: nobody reads more of them. */
const mostNamed = 100;

/** Reads a whole CSV file. Throws BadInputError naming it, and row and column where it can. */
export async function readCsv(path: string): Promise<Csv> {
  return parseCsv(await readWholeFile(path), path);
}

/**
 * Reads a CSV file by RFC 4180: commas, quoted cells with commas, line ends and doubled quotes inside, a first row
 * that names the columns. Blank lines are passed over. Rows count as in a spreadsheet: the header is row 1.
 * @throws BadInputError naming `fileName`, and row and column where it can
 */
export function parseCsv(bytes: Uint8Array, fileName: string): Csv {
  const text = decode(bytes, fileName).replace(byteOrderMark, '');
  const scanner = new CsvScanner(text, fileName);
  const columns = scanner.row();
  if (columns === 0) throw new BadInputError(`${fileName} is empty; its first row should name the columns.`);
  const header = Array.from({ length: columns }, (_, column) => scanner.cell(column));
  checkHeader(header, fileName);
  let rows = 0;
  for (let length = scanner.row(); length > 0; length = scanner.row()) {
    rows += 1;
    if (length !== columns)
      throw new BadInputError(
        `${fileName}, row ${rows + 1}: it has ${length} ${length === 1 ? 'cell' : 'cells'}, but the header names ${columns} ${columns === 1 ? 'column' : 'columns'}, separated by commas.`,
      );
  }
  if (rows === 0) throw new BadInputError(`${fileName} has a header and no rows below it.`);
  return { fileName, header, rows, cell: (row, column) => scanner.cell((row + 1) * columns + column) };
}

/** Position of a column by its name. Throws BadInputError naming the columns there are. */
export function columnOf({ fileName, header }: Csv, name: string, setting: string): number {
  const column = header.indexOf(name);
  if (column < 0)
    throw new BadInputError(
      `${setting}: ${fileName} has no column named ${name}; its columns are ${someOf(header)}.${didYouMean(name, header)}`,
    );
  return column;
}

function someOf(header: readonly string[]): string {
  const more = header.length - mostNamed;
  return `${header.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function decode(bytes: Uint8Array, fileName: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadInputError(`${fileName} is no text in UTF-8, as a CSV file should be.`);
  }
}

function checkHeader(header: readonly string[], fileName: string): void {
  refuseOtherSeparators(header, fileName);
  const unnamed = header.findIndex((name) => name.trim() === '');
  if (unnamed >= 0)
    throw new BadInputError(
      `${fileName}: column ${unnamed + 1} has no name; the first row should name every column.`,
    );
  if (header.every((name) => isNumber(name)))
    throw new BadInputError(
      `${fileName}: the first row holds numbers (${header[0]}, ...); it should name the columns.`,
    );
  const seen = new Set<string>();
  const twice = header.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new BadInputError(`${fileName} has two columns named ${twice}.`);
}

/** What programs of other languages write where this one has commas. */
const otherSeparators = { semicolons: ';', tabs: '\t' };

function refuseOtherSeparators(header: readonly string[], fileName: string): void {
  if (header.length > 1) return;
  for (const [name, separator] of Object.entries(otherSeparators))
    if (header[0].includes(separator))
      throw new BadInputError(
        `${fileName} seems to be separated by ${name}; its cells should be separated by commas, and its numbers have a decimal point.`,
      );
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/**
 * Goes through the text once, cell by cell, and remembers where cells begin and end: as texts of their own they would
 * take a hundred times the memory of a file of short ones.
 */
class CsvScanner {
  #at = 0;
  #row = 1;
  #cells = 0;
  /** Begin and end of each cell in the text. */
  readonly #places: Uint32Array;

  constructor(
    readonly text: string,
    readonly fileName: string,
  ) {
    this.#places = new Uint32Array(2 * mostCellsIn(text));
  }

  /** Reads the next row that is not blank; returns how many cells it has, 0 at the end of the text. */
  row(): number {
    while (this.#at < this.text.length) {
      const first = this.#cells;
      this.#passRow(first);
      if (this.#cells === first + 1 && this.#isEmpty(first)) this.#cells = first;
      else {
        this.#row += 1;
        return this.#cells - first;
      }
    }
    return 0;
  }

  /** The text of a cell, by its number over all rows. */
  cell(number: number): string {
    const [begin, end] = this.#places.subarray(2 * number, 2 * number + 2);
    if (this.text[begin] !== '"') return this.text.slice(begin, end);
    return this.text.slice(begin + 1, end - 1).replaceAll('""', '"');
  }

  #isEmpty(cell: number): boolean {
    const [begin, end] = this.#places.subarray(2 * cell, 2 * cell + 2);
    return end === begin || (end === begin + 2 && this.text[begin] === '"');
  }

  #passRow(first: number): void {
    do {
      this.#places[2 * this.#cells] = this.#at;
      if (this.text[this.#at] === '"') this.#passQuoted(this.#cells - first);
      else while (this.#at < this.text.length && !',\r\n'.includes(this.text[this.#at])) this.#at += 1;
      this.#places[2 * this.#cells + 1] = this.#at;
      this.#cells += 1;
    } while (this.#passed(','));
    this.#passed('\r');
    this.#passed('\n');
  }

  #passQuoted(column: number): void {
    do {
      const end = this.text.indexOf('"', this.#at + 1);
      if (end < 0) throw this.#wrong(column, 'its quote is never closed');
      this.#at = end + 1;
    } while (this.text[this.#at] === '"');
    if (this.#at < this.text.length && !',\r\n'.includes(this.text[this.#at]))
      throw this.#wrong(column, 'text follows its closing quote; a quote inside a quoted cell is doubled');
  }

  #passed(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #wrong(column: number, what: string): BadInputError {
    return new BadInputError(`${this.fileName}, row ${this.#row}, column ${column + 1}: ${what}.`);
  }
}

/** Cells end with a comma, a line or the text. */
function mostCellsIn(text: string): number {
  let ends = 1;
  for (let at = 0; at < text.length; at += 1) if (',\r\n'.includes(text[at])) ends += 1;
  return ends;
}
