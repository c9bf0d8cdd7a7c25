import { BadInputError } from '../../src-shared/errors';
import { asTold, type Dialect } from '../../src-shared/experiment/data/dialect';
import { didYouMean } from '../../src-shared/words/nearest';
import { CsvScanner } from './csv-scanner';
import { decodeText, type Separator, separatorNames, separatorOf, separators } from './dialect';
import { type NumberStyle, numberStyleOf } from './number-style';
import { numberAlone } from './quantity';
import { scannedNumber } from './scanned-number';

/** A CSV file, or one of Parquet or Excel as if it were: the names of its columns, and rows of as many cells each, from 0. */
export interface Csv {
  readonly fileName: string;
  readonly header: readonly string[];
  readonly rows: number;
  readonly numberStyle: NumberStyle;
  /** What was understood of the file, where it is not as most are: whole sentences. */
  readonly notes: readonly string[];
  readonly cell: (row: number, column: number) => string;
  /** What `numberIn` reads in a cell without the spaces around it, in a fraction of the time. */
  readonly number: (row: number, column: number) => number;
  /** Of what a row holds: rows of the same cells have the same, of others hardly any two; missing where nothing tells it sooner than its cells. */
  readonly mark?: (row: number) => number;
  /** Its number in a spreadsheet, where blank lines are rows too and a cell may have several lines. */
  readonly rowNumber: (row: number) => number;
  /** Where a row stands, for messages: by its number, and its line where a text editor counts otherwise. */
  readonly place: (row: number) => string;
}

/** Columns that a message names: nobody reads more of them. */
const mostNamed = 100;
const mostLookedAt = 200_000;

/**
 * Reads a CSV file by RFC 4180: cells separated by commas (or by what else its rows show), quoted ones with commas, line ends and
 * doubled quotes inside, a first row that names the columns. Blank lines are passed over, but of a file of one column only those at its end: between its
 * rows, one is a row whose cell is empty. Rows count as in a spreadsheet: the header is row 1.
 * @throws BadInputError naming `fileName`, and row and column where it can
 */
export function parseCsv(bytes: Uint8Array, fileName: string, dialect: Dialect = asTold): Csv {
  const { text, notes } = decodeText(bytes, fileName, dialect.encoding);
  const separator = dialect.separator === 'auto' ? separatorOf(text) : separators[dialect.separator];
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
  const numberStyle = numberStyleOf(cellsOf(scanner, columns, filled), separator, dialect.decimals);
  return {
    fileName,
    header,
    rows: filled,
    numberStyle,
    notes: [...notes, ...dialectNotes(fileName, separator, numberStyle)],
    cell: (row, column) => scanner.cell((row + 1) * columns + column),
    number: (row, column) => scannedNumber(scanner, (row + 1) * columns + column, numberStyle),
    mark: (row) => scanner.mark((row + 1) * columns, columns),
    rowNumber: (row) => scanner.rowNumber(row + 1),
    place: (row) => scanner.place(row + 1),
  };
}

/** Cells that tell how numbers are written; of a long file its beginning. */
function* cellsOf(scanner: CsvScanner, columns: number, rows: number): Iterable<string> {
  const most = Math.min(rows * columns, mostLookedAt);
  for (let cell = 0; cell < most; cell += 1) yield numberAlone(scanner.cell(columns + cell).trim());
}

/** What was understood of a file, where it is not as most are. */
function dialectNotes(fileName: string, separator: Separator, style: NumberStyle): readonly string[] {
  if (separator === ',') return numberStyleNotes(fileName, style);
  const cells = `its cells are separated by ${separatorNames[separator]}`;
  const numbers = style === 'plain' ? '' : `, and its numbers have ${styleTexts[style]}`;
  return [`${fileName}: ${cells}${numbers}.`];
}

/** How numbers are understood that are texts, where they are not plain. */
export function numberStyleNotes(fileName: string, style: NumberStyle): readonly string[] {
  return style === 'plain' ? [] : [`${fileName}: its numbers have ${styleTexts[style]}.`];
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
      `${fileName}: column ${unnamed + 1} has no name; the first row should name every column.${unnamed === 0 ? ' pandas writes its row labels so, unless it is asked not to (to_csv with index=False).' : ''}`,
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
