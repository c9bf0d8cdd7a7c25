import type { NumberStyle } from './number-style';

/** A column's cells: its numbers, and each of its other texts once, as `pandas.factorize` has them. */
export interface ColumnCells {
  /** Its place in the file. */
  readonly column: number;
  /** [rows]; NaN where a cell holds no number. */
  readonly numbers: Float64Array;
  /** What other cells hold, without the spaces around it, in the order that they come. */
  readonly texts: readonly ColumnText[];
  /** [rows]; the place of a cell among `texts`, -1 where it is a number. Empty where all are. */
  readonly textOf: Int32Array;
  /** How its numbers are written, where some are no bare ones: with a unit, say. */
  readonly quantity?: ColumnQuantity;
  /** A sentence on why its cells are not read as numbers with a unit, where most seem to be some. */
  readonly unclear?: string;
}

export interface ColumnText {
  readonly text: string;
  readonly firstRow: number;
  readonly rows: number;
}

/** How a column writes its numbers, where they are not bare ones of the file's style. */
export interface ColumnQuantity {
  /** As it is written first; empty where there is none. */
  readonly unit: string;
  /** Where the column writes its decimals otherwise than the file. */
  readonly style?: NumberStyle;
  /** A cell whose parentheses say that it is negative. */
  readonly owed?: string;
  /** Words that count as empty cells, such as NA. */
  readonly emptyWords: readonly ColumnText[];
}
