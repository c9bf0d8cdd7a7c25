import { BadInputError } from '../../src-shared/errors';
import type { Csv } from '../csv/csv';
import { type PictureSplit, splitNamed } from '../pictures/listed-pictures';

/**
 * The part of each row, as a column says it.
 * @throws BadInputError naming the row of a cell that names no part, or where no row trains
 */
export function partsIn(csv: Csv, column: number): readonly PictureSplit[] {
  const parts = Array.from({ length: csv.rows }, (_, row) => {
    const text = csv.cell(row, column).trim();
    const part = splitNamed(text);
    if (part) return part;
    throw new BadInputError(
      `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}: "${text}" is no part of the data; it should be train, validation or test (data.splitColumn).`,
    );
  });
  if (!parts.includes('train'))
    throw new BadInputError(
      `${csv.fileName}: column ${csv.header[column]} leaves no row to train on; some should say train.`,
    );
  return parts;
}

/**
 * The group of each row, numbered from 0 in the order that they come.
 * @throws BadInputError naming the row of an empty cell, or where all rows are of one group
 */
export function groupsIn(csv: Csv, column: number): Uint32Array {
  const groups = groupsOfRows(csv, column);
  if (groups.some((group) => group > 0)) return groups;
  throw new BadInputError(
    `${csv.fileName}: all rows are of one group in column ${csv.header[column]}, so none could be tested apart from what is trained on.`,
  );
}

/** The same where all rows may be of one group. */
export function groupsOfRows(csv: Csv, column: number): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from({ length: csv.rows }, (_, row) => {
    const name = csv.cell(row, column).trim();
    if (name === '')
      throw new BadInputError(
        `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}: the cell is empty; every row needs a group (data.groups).`,
      );
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}
