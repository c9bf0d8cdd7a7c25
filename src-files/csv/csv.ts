import { BadInputError } from '../../src-shared/errors';
import { didYouMean } from '../../src-shared/nearest';
import { decodeText, type Separator, separatorNames, separatorOf } from './dialect';
import { type NumberStyle, numberStyleOf } from './number-style';

/** A CSV file, or one of Parquet or Excel as if it were: the names of its columns, and rows of as many cells each, from 0. */
export interface Csv {
  readonly fileName: string;
  readonly header: readonly string[];
  readonly rows: number;
  readonly numberStyle: NumberStyle;
  /** What was understood of the file, where it is not as most are: whole sentences. */
  readonly notes: readonly string[];
  readonly cell: (row: number, column: number) => string;
  /** Its number in a spreadsheet, where blank lines are rows too and a cell may have several lines. */
  readonly rowNumber: (row: number) => number;
  /** Where a row stands, for messages: by its number, and its line where a text editor counts otherwise. */
  readonly place: (row: number) => string;
}

const byteOrderMark = /^\uFEFF/;
/** Columns that a message names: nobody reads more of them. */
const mostNamed = 100;
const mostLookedAt = 200_000;

/**
 * Reads a CSV file by RFC 4180: cells separated by commas (or by what else its rows show), quoted ones with commas, line ends and
 * doubled quotes inside, a first row that names the columns. Blank lines are passed over, but of a file of one column only those at its end: between its
 * rows, one is a row whose cell is empty. Rows count as in a spreadsheet: the header is row 1.
 * @throws BadInputError naming `fileName`, and row and column where it can
 */
export function parseCsv(bytes: Uint8Array, fileName: string): Csv {
  const { text: decoded, notes } = decodeText(bytes, fileName);
  const text = decoded.replace(byteOrderMark, '');
  const separator = separatorOf(text);
  const scanner = new CsvScanner(text, fileName, separator);
  const columns = scanner.row();
  if (columns === 0) throw new BadInputError(`${fileName} is empty; its first row should name the columns.`);
  const header = Array.from({ length: columns }, (_, column) => scanner.cell(column));
  checkHeader(header, fileName);
  let rows = 0;
  let filled = 0;
  for (let length = scanner.row(columns === 1); length > 0; length = scanner.row(columns === 1)) {
    rows += 1;
    if (length !== columns)
      throw new BadInputError(
        `${fileName}, ${scanner.place(rows)}: it has ${length} ${length === 1 ? 'cell' : 'cells'}, but the header names ${columns} ${columns === 1 ? 'column' : 'columns'}, separated by ${separatorNames[separator]}.`,
      );
    if (columns > 1 || !scanner.isBlank(rows)) filled = rows;
  }
  if (filled === 0) throw new BadInputError(`${fileName} has a header and no rows below it.`);
  const numberStyle = numberStyleOf(cellsOf(scanner, columns, filled), separator);
  return {
    fileName,
    header,
    rows: filled,
    numberStyle,
    notes: [...notes, ...dialectNotes(fileName, separator, numberStyle)],
    cell: (row, column) => scanner.cell((row + 1) * columns + column),
    rowNumber: (row) => scanner.rowNumber(row + 1),
    place: (row) => scanner.place(row + 1),
  };
}

/** Cells that tell how numbers are written; of a long file its beginning. */
function* cellsOf(scanner: CsvScanner, columns: number, rows: number): Iterable<string> {
  const most = Math.min(rows * columns, mostLookedAt);
  for (let cell = 0; cell < most; cell += 1) yield scanner.cell(columns + cell);
}

/** What was understood of a file, where it is not as most are. */
function dialectNotes(fileName: string, separator: Separator, style: NumberStyle): readonly string[] {
  const cells = separator === ',' ? [] : [`its cells are separated by ${separatorNames[separator]}`];
  const numbers = style === 'plain' ? [] : [`its numbers have ${styleTexts[style]}`];
  const parts = [...cells, ...numbers];
  return parts.length === 0 ? [] : [`${fileName}: ${parts.join(', and ')}.`];
}

const styleTexts = {
  grouped: 'a decimal point and commas between thousands, as 1,900.82',
  'decimal-comma': 'a decimal comma, as 1900,82',
} as const;

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

/** @throws BadInputError where names of columns are missing, twice, or numbers */
export function checkHeader(header: readonly string[], fileName: string): void {
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

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/**
 * Goes through the text once, cell by cell, and remembers where cells begin and end: as texts of their own they would
 * take a hundred times the memory of a file of short ones.
 */
class CsvScanner {
  #at = 0;
  /** Of the row that is read, counting blank ones, and of the line that it begins in. */
  #row = 0;
  #line = 1;
  #cells = 0;
  #rows = 0;
  /** Begin and end of each cell in the text. */
  readonly #places: Uint32Array;
  /** Number and first line of each row. */
  readonly #numbers: Uint32Array;

  readonly #ends: string;

  constructor(
    readonly text: string,
    readonly fileName: string,
    readonly separator: Separator,
  ) {
    this.#ends = `${separator}\r\n`;
    this.#places = new Uint32Array(2 * endsIn(text, this.#ends));
    this.#numbers = new Uint32Array(2 * endsIn(text, '\r\n'));
  }

  /** Reads the next row; returns how many cells it has, 0 at the end of the text. @param keepsBlank else it is passed over */
  row(keepsBlank = false): number {
    while (this.#at < this.text.length) {
      const first = this.#cells;
      const line = this.#line;
      this.#row += 1;
      this.#passRow(first);
      if (!keepsBlank && this.#cells === first + 1 && this.isBlank(first)) this.#cells = first;
      else {
        this.#numbers.set([this.#row, line], 2 * this.#rows);
        this.#rows += 1;
        return this.#cells - first;
      }
    }
    return 0;
  }

  rowNumber(row: number): number {
    return this.#numbers[2 * row];
  }

  place(row: number): string {
    const [number, line] = this.#numbers.subarray(2 * row, 2 * row + 2);
    return `row ${number}${line === number ? '' : ` (line ${line})`}`;
  }

  /** The text of a cell, by its number over all rows. */
  cell(number: number): string {
    // A view of the two would take longer than all else here.
    const begin = this.#places[2 * number];
    const end = this.#places[2 * number + 1];
    if (this.text[begin] !== '"') return this.text.slice(begin, end);
    return this.text.slice(begin + 1, end - 1).replaceAll('""', '"');
  }

  /** Whether there is nothing in a cell, not even quotes. */
  isBlank(cell: number): boolean {
    return this.#places[2 * cell] === this.#places[2 * cell + 1];
  }

  #passRow(first: number): void {
    do {
      this.#places[2 * this.#cells] = this.#at;
      if (this.text[this.#at] === '"') this.#passQuoted(this.#cells - first);
      else while (this.#at < this.text.length && !this.#ends.includes(this.text[this.#at])) this.#at += 1;
      this.#places[2 * this.#cells + 1] = this.#at;
      this.#cells += 1;
    } while (this.#passed(this.separator));
    const isReturn = this.#passed('\r');
    if (this.#passed('\n') || isReturn) this.#line += 1;
  }

  #passQuoted(column: number): void {
    const begin = this.#at;
    do {
      const end = this.text.indexOf('"', this.#at + 1);
      if (end < 0) throw this.#wrong(column, 'its quote is never closed');
      this.#at = end + 1;
    } while (this.text[this.#at] === '"');
    if (this.#at < this.text.length && !this.#ends.includes(this.text[this.#at]))
      throw this.#wrong(column, 'text follows its closing quote; a quote inside a quoted cell is doubled');
    this.#line += this.text.slice(begin, this.#at).match(/\r\n?|\n/g)?.length ?? 0;
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

/** How many parts a text has that end with one of these characters, or with the text. */
function endsIn(text: string, characters: string): number {
  const ending = new Uint8Array(2 ** 16);
  for (const character of characters) ending[character.charCodeAt(0)] = 1;
  let ends = 1;
  for (let at = 0; at < text.length; at += 1) ends += ending[text.charCodeAt(at)];
  return ends;
}
