import { BadInputError } from '../errors';
import { didYouMean } from '../nearest';

/** A CSV file: the names of its columns, and its rows of as many cells each. */
export interface Csv {
  readonly fileName: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const byteOrderMark = /^\uFEFF/;

/**
 * Reads a CSV file by RFC 4180: commas, quoted cells with commas, line ends and doubled quotes inside, a first row
 * that names the columns. Blank lines are passed over. Rows count as in a spreadsheet: the header is row 1.
 * @throws BadInputError naming `fileName`, and row and column where it can
 */
export function parseCsv(bytes: Uint8Array, fileName: string): Csv {
  const text = decode(bytes, fileName).replace(byteOrderMark, '');
  const [header, ...rows] = new CsvScanner(text, fileName).rows();
  if (!header) throw new BadInputError(`${fileName} is empty; its first row should name the columns.`);
  checkHeader(header, fileName);
  for (const [index, { length }] of rows.entries())
    if (length !== header.length)
      throw new BadInputError(
        `${fileName}, row ${index + 2}: it has ${length} ${length === 1 ? 'cell' : 'cells'}, but the header names ${header.length} ${header.length === 1 ? 'column' : 'columns'}, separated by commas.`,
      );
  if (rows.length === 0) throw new BadInputError(`${fileName} has a header and no rows below it.`);
  return { fileName, header, rows };
}

/** Position of a column by its name. Throws BadInputError naming the columns there are. */
export function columnOf({ fileName, header }: Csv, name: string, setting: string): number {
  const column = header.indexOf(name);
  if (column < 0)
    throw new BadInputError(
      `${setting}: ${fileName} has no column named ${name}; its columns are ${header.join(', ')}.${didYouMean(name, header)}`,
    );
  return column;
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
  const twice = header.find((name, column) => header.indexOf(name) !== column);
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

/** Goes through the text once, cell by cell. */
class CsvScanner {
  #at = 0;
  #row = 1;

  constructor(
    readonly text: string,
    readonly fileName: string,
  ) {}

  rows(): string[][] {
    const rows: string[][] = [];
    while (this.#at < this.text.length) {
      const cells = this.#cells();
      const isBlank = cells.length === 1 && cells[0] === '';
      if (!isBlank) {
        rows.push(cells);
        this.#row += 1;
      }
    }
    return rows;
  }

  #cells(): string[] {
    const cells: string[] = [];
    do cells.push(this.text[this.#at] === '"' ? this.#quoted(cells.length) : this.#plain());
    while (this.#passed(','));
    this.#passed('\r');
    this.#passed('\n');
    return cells;
  }

  #plain(): string {
    const start = this.#at;
    while (this.#at < this.text.length && !',\r\n'.includes(this.text[this.#at])) this.#at += 1;
    return this.text.slice(start, this.#at);
  }

  #quoted(column: number): string {
    let cell = '';
    do {
      this.#at += 1;
      const end = this.text.indexOf('"', this.#at);
      if (end < 0) throw this.#wrong(column, 'its quote is never closed');
      cell += this.text.slice(this.#at, end);
      this.#at = end + 1;
      if (this.text[this.#at] === '"') cell += '"';
    } while (this.text[this.#at] === '"');
    if (this.#at < this.text.length && !',\r\n'.includes(this.text[this.#at]))
      throw this.#wrong(column, 'text follows its closing quote; a quote inside a quoted cell is doubled');
    return cell;
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
