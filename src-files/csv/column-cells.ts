import type { Csv } from './csv';
import { isGap } from './numbers';

/** A column's cells: its numbers, and each of its other texts once, as `pandas.factorize` has them. */
export interface ColumnCells {
  /** [rows]; NaN where a cell holds no number. */
  readonly numbers: Float64Array;
  /** What other cells hold, without the spaces around it, in the order that they come. */
  readonly texts: readonly ColumnText[];
  /** [rows]; the place of a cell among `texts`, -1 where it is a number. Empty where all are. */
  readonly textOf: Int32Array;
}

export interface ColumnText {
  readonly text: string;
  readonly firstRow: number;
  readonly rows: number;
}

export function columnCells(csv: Csv, column: number): ColumnCells {
  return cellsOfColumns(csv, [column])[0];
}

/**
 * Reads several columns at once, row by row as they lie in memory: one after the other they take several times as long, of which
 * most is waiting for memory.
 */
export function cellsOfColumns(csv: Csv, columns: readonly number[]): readonly ColumnCells[] {
  const readers = columns.map((column) => new ColumnReader(csv, column));
  for (let row = 0; row < csv.rows; row += 1) for (const reader of readers) reader.read(row);
  return readers;
}

class ColumnReader implements ColumnCells {
  readonly numbers: Float64Array;
  readonly texts: { text: string; firstRow: number; rows: number }[] = [];
  textOf = new Int32Array(0);
  readonly #places = new Map<string, number>();

  constructor(
    readonly csv: Csv,
    readonly column: number,
  ) {
    this.numbers = new Float64Array(csv.rows);
  }

  read(row: number): void {
    const number = this.csv.number(row, this.column);
    this.numbers[row] = number;
    if (Number.isNaN(number)) this.#readText(row);
  }

  #readText(row: number): void {
    if (this.textOf.length === 0) this.textOf = new Int32Array(this.csv.rows).fill(-1);
    const text = this.csv.cell(row, this.column).trim();
    const place = this.#places.get(text) ?? this.texts.length;
    if (place === this.texts.length) {
      this.#places.set(text, place);
      this.texts.push({ text, firstRow: row, rows: 0 });
    }
    this.texts[place].rows += 1;
    this.textOf[row] = place;
  }
}

/** Cells that hold nothing that is known. */
export function gapsIn({ texts }: ColumnCells): readonly ColumnText[] {
  return texts.filter(({ text }) => isGap(text));
}

/** Texts of cells that hold something, and no number. */
export function wordsIn({ texts }: ColumnCells): readonly ColumnText[] {
  return texts.filter(({ text }) => !isGap(text));
}
