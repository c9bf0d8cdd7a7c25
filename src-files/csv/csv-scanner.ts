import { BadInputError } from '../../src-shared/errors';
import type { Separator } from './dialect';

const [quote, lineFeed, carriageReturn] = ['"', '\n', '\r'].map((character) => character.charCodeAt(0));

/**
 * Goes through the bytes of a text in UTF-8 once, cell by cell, and remembers where cells begin and end: as texts of their own they
 * would take a hundred times the memory of a file of short ones, and one text of all cannot be longer than half a gigabyte.
 */
export class CsvScanner {
  #at = 0;
  /** Of the row that is read, counting blank ones, and of the line that it begins in. */
  #row = 0;
  #line = 1;
  #cells = 0;
  #rows = 0;
  /** Begin and end of each cell in the text. */
  #places: Uint32Array;
  /** Number and first line of each row. */
  #numbers: Uint32Array;
  /** By its code, whether a character ends a cell. */
  readonly #ends: Uint8Array;

  constructor(
    readonly bytes: Buffer,
    readonly fileName: string,
    readonly separator: Separator,
  ) {
    this.#ends = endsOf(separator);
    const { cells, rows } = likelyCells(bytes, this.#ends, separator);
    this.#places = new Uint32Array(2 * cells);
    this.#numbers = new Uint32Array(2 * rows);
  }

  /** Reads the next row; returns how many cells it has, 0 at the end of the text. @param keepsBlank else it is passed over */
  row(keepsBlank = false): number {
    while (this.#at < this.bytes.length) {
      const first = this.#cells;
      const line = this.#line;
      this.#row += 1;
      this.#passRow(first);
      if (!keepsBlank && this.#cells === first + 1 && this.isBlank(first)) this.#cells = first;
      else {
        if (2 * this.#rows >= this.#numbers.length) this.#numbers = enlarged(this.#numbers);
        this.#numbers[2 * this.#rows] = this.#row;
        this.#numbers[2 * this.#rows + 1] = line;
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

  /** Where a cell begins in the bytes, by its number over all rows. */
  begin(cell: number): number {
    return this.#places[2 * cell];
  }

  end(cell: number): number {
    return this.#places[2 * cell + 1];
  }

  /** The text of a cell. */
  cell(number: number): string {
    // A view of the two would take longer than all else here.
    const begin = this.#places[2 * number];
    const end = this.#places[2 * number + 1];
    if (begin === end) return '';
    if (this.bytes[begin] !== quote) return textOf(this.bytes, begin, end);
    return undoubled(textOf(this.bytes, begin + 1, end - 1));
  }

  /** Whether there is nothing in a cell, not even quotes. */
  isBlank(cell: number): boolean {
    return this.#places[2 * cell] === this.#places[2 * cell + 1];
  }

  /**
   * A number of 53 bits that cells of other texts hardly share: two hashes as FNV-1a of 32 bits, with other factors, of four bytes at a time and of
   * those that are left one by one. A quoted cell is what it says without its quotes.
   */
  mark(first: number, cells: number): number {
    const { bytes } = this;
    let [high, low] = [0x811c9dc5, 0x01234567];
    for (let cell = first; cell < first + cells; cell += 1) {
      const begin = this.begin(cell);
      const isQuoted = bytes[begin] === quote && begin < this.end(cell);
      const from = isQuoted ? Buffer.from(this.cell(cell)) : bytes;
      const end = isQuoted ? from.length : this.end(cell);
      let at = isQuoted ? 0 : begin;
      for (; at + 4 <= end; at += 4) {
        const word = from[at] | (from[at + 1] << 8) | (from[at + 2] << 16) | (from[at + 3] << 24);
        high = Math.imul(high ^ word, 0x9e3779b1) ^ (high >>> 15);
        low = Math.imul(low ^ word, 0x85ebca77) ^ (low >>> 13);
      }
      for (; at <= end; at += 1) {
        const byte = at < end ? from[at] : 0x100;
        high = Math.imul(high ^ byte, 0x01000193);
        low = Math.imul(low ^ byte, 0x01000193) ^ (low >>> 15);
      }
    }
    return (high >>> 11) * 2 ** 32 + (low >>> 0);
  }

  #passRow(first: number): void {
    const { bytes } = this;
    const separator = this.separator.charCodeAt(0);
    const ends = this.#ends;
    let places = this.#places;
    let cells = first;
    let at = this.#at;
    for (;;) {
      if (2 * cells >= places.length) {
        places = enlarged(places);
        this.#places = places;
      }
      places[2 * cells] = at;
      if (bytes[at] === quote) at = this.#afterQuoted(at, cells - first);
      else while (at < bytes.length && ends[bytes[at]] === 0) at += 1;
      places[2 * cells + 1] = at;
      cells += 1;
      if (bytes[at] !== separator) break;
      at += 1;
    }
    this.#cells = cells;
    this.#at = at;
    const isReturn = this.#passed(carriageReturn);
    if (this.#passed(lineFeed) || isReturn) this.#line += 1;
  }

  #afterQuoted(begin: number, column: number): number {
    const { bytes } = this;
    let at = begin;
    do {
      const end = bytes.indexOf(quote, at + 1);
      if (end < 0) throw this.#wrong(column, 'its quote is never closed');
      at = end + 1;
    } while (bytes[at] === quote);
    if (at < bytes.length && this.#ends[bytes[at]] === 0)
      throw this.#wrong(column, 'text follows its closing quote; a quote inside a quoted cell is doubled');
    this.#line += lineEnds(bytes, begin, at);
    return at;
  }

  #passed(code: number): boolean {
    if (this.bytes[this.#at] !== code) return false;
    this.#at += 1;
    return true;
  }

  #wrong(column: number, what: string): BadInputError {
    return new BadInputError(`${this.fileName}, row ${this.#row}, column ${column + 1}: ${what}.`);
  }
}

function endsOf(separator: Separator): Uint8Array {
  const ends = new Uint8Array(2 ** 8);
  for (const character of `${separator}\r\n`) ends[character.charCodeAt(0)] = 1;
  return ends;
}

/** Lines that end in quotes: by `\r\n`, `\r` or `\n`. */
function lineEnds(bytes: Buffer, begin: number, end: number): number {
  let lines = 0;
  for (let at = begin; at < end; at += 1)
    if (bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] !== lineFeed)) lines += 1;
  return lines;
}

/** Texts up to so many bytes are sooner put together here than by the decoder. */
const shortText = 12;

function textOf(bytes: Buffer, begin: number, end: number): string {
  if (end - begin > shortText) return bytes.toString('utf8', begin, end);
  let text = '';
  for (let at = begin; at < end; at += 1) {
    if (bytes[at] > 0x7f) return bytes.toString('utf8', begin, end);
    text += String.fromCharCode(bytes[at]);
  }
  return text;
}

/** Bytes by which the cells of a file are guessed. */
const looked = 1_000_000;

/** How many cells and rows a text has, if all of it is as its beginning: counting them takes as long as reading them. */
function likelyCells(bytes: Buffer, ends: Uint8Array, separator: Separator): { cells: number; rows: number } {
  const between = separator.charCodeAt(0);
  const length = Math.min(looked, bytes.length);
  let cells = 1;
  let rows = 1;
  for (let at = 0; at < length; at += 1) {
    if (ends[bytes[at]] === 0) continue;
    cells += 1;
    if (bytes[at] !== between) rows += 1;
  }
  const more = length === 0 ? 1 : (1.05 * bytes.length) / length;
  return { cells: Math.ceil(cells * more) + 1, rows: Math.ceil(rows * more) + 1 };
}

function enlarged(places: Uint32Array): Uint32Array {
  const larger = new Uint32Array(2 * Math.ceil(0.75 * places.length) + 2);
  larger.set(places);
  return larger;
}

/** So many parts are put together at a time. */
const mostParts = 1024;

/** Doubled quotes as one: what `replaceAll` gives, which takes a hundred bytes for each of them. */
function undoubled(text: string): string {
  let whole = '';
  let parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf('""'); at >= 0; at = text.indexOf('""', from)) {
    parts.push(text.slice(from, at + 1));
    from = at + 2;
    if (parts.length < mostParts) continue;
    whole += parts.join('');
    parts = [];
  }
  return from === 0 ? text : whole + parts.join('') + text.slice(from);
}
