import { BadInputError } from '../../src-shared/errors';
import type { ImageSet } from './image-set';

const side = 8;
const pixelsPerImage = side * side;
const mostInk = 16;
const classes = 10;
const allItems = 1797;
const trainItems = 1437;

/** Part of what the data set is here: another seed would be another split. */
const splitSeed = 1797;

/**
 * Reads scikit-learn's digits: a row of 64 pixels (0 to 16) and a label for each image. The split into 1,437 images
 * for training and 360 for testing is the same everywhere. Throws BadInputError naming `fileName`.
 */
export function parseDigits(
  bytes: Uint8Array,
  fileName: string,
): { readonly train: ImageSet; readonly test: ImageSet } {
  const rows = new TextDecoder().decode(bytes).trimEnd().split(/\r?\n/);
  if (rows.length !== allItems)
    throw new BadInputError(`${fileName} has ${rows.length} rows; the whole file has ${allItems}.`);
  const values = rows.map((row, index) => parseRow(row, index + 1, fileName));
  const order = shuffledIndices(allItems, splitSeed);
  return {
    train: imagesOf(order.slice(0, trainItems).map((index) => values[index] ?? [])),
    test: imagesOf(order.slice(trainItems).map((index) => values[index] ?? [])),
  };
}

function parseRow(row: string, line: number, fileName: string): readonly number[] {
  const values = row.split(',').map(Number);
  const isRight =
    values.length === pixelsPerImage + 1 &&
    values.every((value, column) => Number.isInteger(value) && value >= 0 && value <= mostOf(column));
  if (!isRight)
    throw new BadInputError(
      `${fileName}, line ${line}: a row is ${pixelsPerImage} whole numbers from 0 to ${mostInk} and a label from 0 to ${classes - 1}.`,
    );
  return values;
}

function mostOf(column: number): number {
  return column < pixelsPerImage ? mostInk : classes - 1;
}

function imagesOf(rows: readonly (readonly number[])[]): ImageSet {
  const ink = rows.flatMap((row) => row.slice(0, pixelsPerImage));
  return {
    images: Uint8Array.from(ink, (value) => Math.round((value * 255) / mostInk)),
    labels: Uint8Array.from(rows, (row) => row[pixelsPerImage] ?? 0),
    items: rows.length,
    height: side,
    width: side,
    channels: 1,
    classes,
  };
}

/** Fisher-Yates with a linear congruential generator (Numerical Recipes' constants, its upper 16 bits). */
function shuffledIndices(count: number, seed: number): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  let state = seed;
  for (let last = count - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = (state >>> 16) % (last + 1);
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
