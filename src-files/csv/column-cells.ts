import type { ColumnCells, ColumnText } from './column-contents';
import { withQuantities } from './column-quantities';
import type { Csv } from './csv';
import { isGap } from './gaps';

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
  return readers.map((reader) => withQuantities(csv, reader));
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
