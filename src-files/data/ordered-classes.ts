import { BadInputError } from '../../src-shared/errors';
import { didYouMean } from '../../src-shared/words/nearest';
import type { Csv } from '../csv/csv';

/** Fewer have no order that would matter. */
const leastOrdered = 3;

/**
 * Classes from the least to the most, as a person names them or as their numbers have it.
 * @param cells of all rows, none of them empty
 * @param order all classes, those that no row has too
 * @throws BadInputError naming the first row whose class has no place, or that classes are no numbers
 */
export function orderedClasses(
  csv: Csv,
  column: number,
  cells: readonly string[],
  order: readonly string[] | undefined,
): readonly string[] {
  const name = csv.header[column];
  const placeOf = (row: number) => `${csv.fileName}, ${csv.place(row)}, column ${name}`;
  if (order !== undefined) {
    const known = new Set(order);
    const other = cells.findIndex((cell) => !known.has(cell));
    if (other < 0) return order;
    throw new BadInputError(
      `${placeOf(other)}: ${cells[other]} is none of the classes in order (data.classes, in the window “Order of the classes”): ${order.join(', ')}.${didYouMean(cells[other], order)}`,
    );
  }
  const numbers = new Map(cells.map((cell, row) => [cell, csv.number(row, column)]));
  const text = cells.findIndex((cell) => Number.isNaN(numbers.get(cell)));
  if (text >= 0)
    throw new BadInputError(
      `${placeOf(text)}: ${cells[text].slice(0, 40)} is no number, so that nothing says where it stands among the other classes; name all of them from the least to the most in data.classes (in the window “Order of the classes”).`,
    );
  const sorted = [...numbers].sort(([, one], [, other]) => one - other).map(([cell]) => cell);
  refuseSameNumbers(csv, name, sorted, numbers);
  if (sorted.length >= leastOrdered || sorted.length < 2) return sorted;
  throw new BadInputError(
    `${csv.fileName}: column ${name} holds two classes (${sorted.join(' and ')}), whose order says nothing more; set data.task to classification.`,
  );
}

/** 1 and 1.0 are two names of one class. */
function refuseSameNumbers(
  { fileName }: Csv,
  name: string,
  sorted: readonly string[],
  numbers: ReadonlyMap<string, number>,
): void {
  const twice = sorted.findIndex((cell, at) => at > 0 && numbers.get(cell) === numbers.get(sorted[at - 1]));
  if (twice < 0) return;
  throw new BadInputError(
    `${fileName}: column ${name} writes one class in two ways, ${sorted[twice - 1]} and ${sorted[twice]}; write it in one.`,
  );
}
