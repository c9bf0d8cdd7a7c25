import type { ColumnLook } from '../../src-shared/data/data-look';
import { classCounts } from '../../src-shared/experiment/data/item-counts';
import type { ColumnCells } from '../csv/column-contents';
import type { Csv } from '../csv/csv';
import { isGap } from '../csv/gaps';
import { contradictions } from './contradictions';
import { knownOrder } from './known-order';

/** Fewer rows of a class than this are hardly trained and tested on. */
const fewRows = 10;
/** A column that says the target to this correlation leaves a network nothing to learn. */
const leaking = 0.999;
/** Whole numbers of fewer kinds are classes; counts begin near 0; and from this variance over their mean on they are no Poisson's. */
const [fewCounts, mostLeast, wide] = [5, 5, 2];

/** What may be a mistake about the column that is to be predicted: whole sentences. */
export function oddTarget(
  csv: Csv,
  columns: readonly ColumnLook[],
  cells: readonly ColumnCells[],
  target: number,
): readonly string[] {
  const { name, empty, holds } = columns[target];
  const missing =
    empty > 0
      ? [
          `${empty} ${empty === 1 ? 'row has' : 'rows have'} no ${name}; every row needs what is to be predicted.`,
        ]
      : [];
  return [
    ...missing,
    ...(holds.kind === 'numbers'
      ? leaksOfNumbers(columns, cells, target)
      : leaksOfClasses(csv, columns, target)),
    ...(holds.kind === 'texts' ? rareClasses(csv, target) : []),
    ...contradictions(csv, columns[target], target),
    ...overDispersed(columns[target], cells[target]),
    ...ordered(columns[target], cells[target]),
  ];
}

/** Classes whose names say an order, which no run knows of by itself. */
function ordered({ name, holds }: ColumnLook, { texts }: ColumnCells): readonly string[] {
  if (holds.kind !== 'texts') return [];
  const order = knownOrder(texts.map(({ text }) => text).filter((text) => !isGap(text)));
  if (!order) return [];
  return [
    `The classes of ${name} seem to have an order, which counts where it is told: data.task ordinal with data.classes ${JSON.stringify(order)} (in the window “Order of the classes”); as plain classes each is as far from any other.`,
  ];
}

/** Whole numbers from near 0 on that scatter more than counts of one rate would. */
function overDispersed({ name, holds, different }: ColumnLook, { numbers }: ColumnCells): readonly string[] {
  if (holds.kind !== 'numbers' || different < fewCounts || holds.least < 0 || holds.least > mostLeast)
    return [];
  const { mean, std } = holds;
  const ratio = std ** 2 / mean;
  if (ratio < wide || !numbers.every((value) => Number.isNaN(value) || Number.isInteger(value))) return [];
  return [
    `Column ${name} seems to count something, and its variance is ${Number(ratio.toPrecision(2))} times its mean, which is 1 of Poisson’s counts; as far as the inputs do not explain that, the noise of counts is a negative binomial’s (inference.noise.kind=negative-binomial, in the window “Counts (negative binomial)”).`,
  ];
}

function rareClasses(csv: Csv, target: number): readonly string[] {
  const rare = [...rowsByText(csv, target)].filter(([text, rows]) => !isGap(text) && rows.length < fewRows);
  if (rare.length === 0) return [];
  const one = rare.length === 1;
  const named = rare.slice(0, 5).map(([text, { length }]) => `${text} (${length})`);
  const drawn = rare.slice(0, 5).map(([text, { length }]) => `${text} ${usualParts(length)}`);
  const more = rare.length > 5 ? ', ...' : '';
  return [
    `Of ${one ? 'a class' : `${rare.length} classes`} there are fewer than ${fewRows} rows: ${named.join(', ')}${more}; ${one ? 'it is' : 'they are'} hardly learned or tested.`,
    `Of so few rows a run with the usual shares takes to train, validate and test: ${drawn.join('; ')}${more} (data.leastPerClass, in the window “Rows of each class at least”).`,
  ];
}

/** How many rows of a small class train, validate and test where nothing is said. */
function usualParts(rows: number): string {
  const { train, validation, test } = classCounts(rows, { testFraction: 0.1, validationFraction: 0.1 }, 1);
  return `${train}, ${validation} and ${test}`;
}

function leaksOfNumbers(
  columns: readonly ColumnLook[],
  cells: readonly ColumnCells[],
  target: number,
): readonly string[] {
  return columns.flatMap(({ name, holds }, column) => {
    if (column === target || holds.kind !== 'numbers') return [];
    const r = correlation(cells[column].numbers, cells[target].numbers);
    return Math.abs(r) < leaking
      ? []
      : [
          `Column ${name} says ${columns[target].name} by itself (correlation ${r.toFixed(4)}); known only afterwards, it should be left out.`,
        ];
  });
}

/** A column of few texts or numbers each of which goes with one class alone, and with several rows. */
function leaksOfClasses(csv: Csv, columns: readonly ColumnLook[], target: number): readonly string[] {
  return columns.flatMap(({ name, different, holds }, column) => {
    if (column === target || different < 2 || different > csv.rows / 5 || holds.kind === 'times') return [];
    const decided = [...rowsByText(csv, column).values()].every((rows) => {
      const classOf = csv.cell(rows[0], target);
      return rows.every((row) => csv.cell(row, target) === classOf);
    });
    return decided
      ? [
          `Column ${name} decides ${columns[target].name} by itself in every row; known only afterwards, it should be left out.`,
        ]
      : [];
  });
}

function rowsByText(csv: Csv, column: number): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (let row = 0; row < csv.rows; row += 1) {
    const text = csv.cell(row, column).trim();
    const rows = found.get(text);
    if (rows) rows.push(row);
    else found.set(text, [row]);
  }
  return found;
}

/** Pearson's, of the rows where both are known. */
function correlation(x: Float64Array, y: Float64Array): number {
  let [count, meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < x.length; row += 1) {
    if (Number.isNaN(x[row]) || Number.isNaN(y[row])) continue;
    count += 1;
    const [dx, dy] = [x[row] - meanX, y[row] - meanY];
    meanX += dx / count;
    meanY += dy / count;
    xx += dx * (x[row] - meanX);
    yy += dy * (y[row] - meanY);
    xy += dx * (y[row] - meanY);
  }
  return xy / Math.sqrt(xx * yy || 1);
}
