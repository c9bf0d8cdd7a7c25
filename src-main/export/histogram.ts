import type { Histogram } from '../../src-shared/posterior/posterior-summary';

const bins = 48;
/** Values counted at once, in about 10 ms. */
const sliceLength = 1_000_000;

/** The histogram of all values together, counted in slices that let other work in between. */
export async function histogramOf(parts: readonly Float32Array[]): Promise<Histogram> {
  const slices = parts.flatMap(slicesOf);
  const range = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY, sum: 0, finite: 0 };
  for (const slice of slices) await letOthersIn(() => widen(range, slice));
  const { low, high, sum, finite } = range;
  const all = parts.reduce((total, { length }) => total + length, 0);
  if (finite === 0) return { low: 0, high: 0, counts: [], average: Number.NaN, notFinite: all };
  const counts = new Array<number>(low === high ? 1 : bins).fill(0);
  for (const slice of slices) await letOthersIn(() => count(counts, slice, low, high));
  return { low, high, counts, average: sum / finite, notFinite: all - finite };
}

interface Range {
  low: number;
  high: number;
  sum: number;
  finite: number;
}

function widen(range: Range, values: Float32Array): void {
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < range.low) range.low = value;
    if (value > range.high) range.high = value;
    range.sum += value;
    range.finite += 1;
  }
}

function count(counts: number[], values: Float32Array, low: number, high: number): void {
  const scale = high === low ? 0 : counts.length / (high - low);
  for (const value of values)
    if (Number.isFinite(value)) counts[Math.min(counts.length - 1, Math.floor((value - low) * scale))] += 1;
}

function slicesOf(values: Float32Array): Float32Array[] {
  const count = Math.ceil(values.length / sliceLength);
  return Array.from({ length: count }, (_, index) =>
    values.subarray(index * sliceLength, (index + 1) * sliceLength),
  );
}

async function letOthersIn(work: () => void): Promise<void> {
  work();
  await new Promise(setImmediate);
}
