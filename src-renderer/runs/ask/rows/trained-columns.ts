import type { AskableOf, TrainingRows } from '../../../../src-shared/posterior/asking';
import type { Column } from './columns';
import { type Histogram, histogram } from './histogram';

/** What is known of the rows that a network was trained on, column by column. */
export interface TrainedColumns {
  /** Of each input. */
  readonly histograms: readonly Histogram[];
  readonly areWhole: readonly boolean[];
  /** The row in the middle of all: of each number the median, of texts the most frequent. */
  readonly middle: readonly number[];
}

const bins = 24;

/** @param rows of training; without them, ranges are 2.5 standard deviations about the means */
export function trainedColumns(
  { names, mean, std }: AskableOf<'rows'>['items'],
  columns: readonly Column[],
  rows: TrainingRows | undefined,
): TrainedColumns {
  const valuesOf = (input: number) => rows?.inputs.map((row) => row[input] ?? Number.NaN) ?? [];
  const all = names.map((_, input) => valuesOf(input));
  const around = (input: number): Histogram => {
    const [middle, spread] = [mean[input] ?? 0, std[input] ?? 1];
    return { low: middle - 2.5 * spread, high: middle + 2.5 * spread, counts: [] };
  };
  const middle = all.map((values, input) => (values.length > 0 ? median(values) : (mean[input] ?? 0)));
  for (const column of columns) {
    if (column.kind === 'choice') chooseMostFrequent(middle, column, all);
    if (column.kind === 'place') middle[column.feature] = mostFrequent(all[column.feature] ?? []);
  }
  return {
    histograms: all.map((values, input) => (values.length > 0 ? histogram(values, bins) : around(input))),
    areWhole: all.map((values) => values.length > 0 && values.every(Number.isInteger)),
    middle,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  // One of the values themselves: of whole numbers a whole one.
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** How many rows of training have each place, from 0 on; none while they are read. */
export function placeCounts(
  rows: TrainingRows | undefined,
  { feature, categories }: Extract<Column, { kind: 'place' }>,
): readonly number[] {
  if (!rows) return [];
  const counts = new Array<number>(categories.length + 1).fill(0);
  for (const row of rows.inputs) counts[row[feature] ?? 0] = (counts[row[feature] ?? 0] ?? 0) + 1;
  return counts;
}

/** The place that most rows have; without rows the first. */
function mostFrequent(places: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const [most = [1]] = [...counts].sort(([, one], [, other]) => other - one);
  return most[0] ?? 1;
}

function chooseMostFrequent(
  middle: number[],
  { choices }: Extract<Column, { kind: 'choice' }>,
  all: readonly (readonly number[])[],
): void {
  const counts = choices.map(({ feature }) => (all[feature] ?? []).filter((value) => value > 0.5).length);
  const most = counts.indexOf(Math.max(...counts));
  choices.forEach(({ feature }, place) => {
    middle[feature] = Number(place === most);
  });
}
