import { columnPath, type FlatRun } from '../../src-shared/runs/run-columns';
import type { CellValue } from '../../src-shared/runs/run-table';

/** A row of the table as columns see it. */
export interface KeyedRow {
  readonly key: number;
  readonly flat: FlatRun;
}

/** What reads a column off a row. */
export type ValueOf = (row: KeyedRow) => CellValue | undefined;
/** The same for a column by its path or alias. */
export type ValuesOf = (column: string) => ValueOf;

/** Reads each row's own values. */
export const ownValues: ValuesOf = (column) => {
  const path = columnPath(column);
  return ({ flat }) => flat.get(path);
};

/** So many columns are kept side by side; a table shows fewer. */
const mostKept = 32;

/**
 * Columns that were asked for, each as one array over the keys of the rows: reading 10,000 values out of as many maps, which lie all
 * over memory, takes several times as long. A row that changes is written over.
 */
export class KeptColumns {
  readonly #byPath = new Map<string, (CellValue | undefined)[]>();

  /** @param rows all that there are */
  valuesOf(column: string, rows: ReadonlyMap<number, KeyedRow>): ValueOf {
    const path = columnPath(column);
    const values = this.#byPath.get(path) ?? this.#read(path, rows);
    return ({ key }) => values[key];
  }

  take({ key, flat }: KeyedRow): void {
    for (const [path, values] of this.#byPath) values[key] = flat.get(path);
  }

  forget(): void {
    this.#byPath.clear();
  }

  #read(path: string, rows: ReadonlyMap<number, KeyedRow>): (CellValue | undefined)[] {
    let length = 0;
    for (const key of rows.keys()) length = Math.max(length, key + 1);
    const values = new Array<CellValue | undefined>(length);
    for (const [key, { flat }] of rows) values[key] = flat.get(path);
    const oldest = this.#byPath.size < mostKept ? undefined : this.#byPath.keys().next().value;
    if (oldest !== undefined) this.#byPath.delete(oldest);
    this.#byPath.set(path, values);
    return values;
  }
}
