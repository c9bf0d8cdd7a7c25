import { recentMedian, type Series } from '../charts/series';

/** What a step is made of, in the order in which it happens; validation counts with its share of each step. */
export const stepParts = [
  { name: 'inputMs', label: 'Input' },
  { name: 'computeMs', label: 'Compute' },
  { name: 'exchangeMs', label: 'Exchange' },
  { name: 'evaluationMs', label: 'Evaluation' },
] as const;

type SeriesOf = (name: string) => Series | undefined;

/** Where a worker's time goes, by its latest measurements. */
export interface WorkerTimes {
  readonly device: string;
  /** Input, compute and exchange together, in milliseconds; undefined until it is measured. */
  readonly stepMs: number | undefined;
  /** In the order of `stepParts`; undefined for what it has not measured. */
  readonly parts: readonly (number | undefined)[];
  /** Of the step, 0 to 1. */
  readonly exchangeShare: number | undefined;
  readonly memoryMB: number | undefined;
}

const recentMeasurements = 20;

/** Medians of a worker's last measurements: a first step that prepares everything does not count for much. */
export function workerTimes(device: string, rank: number, seriesOf: SeriesOf): WorkerTimes {
  const recent = (name: string) => recentMedian(seriesOf(`worker.${rank}.${name}`), recentMeasurements);
  const stepMs = recent('stepMs');
  const exchangeMs = recent('exchangeMs');
  return {
    device,
    stepMs,
    parts: stepParts.map(({ name }) => recent(name)),
    exchangeShare: stepMs && exchangeMs !== undefined ? exchangeMs / stepMs : undefined,
    memoryMB: recent('memoryMB'),
  };
}

/** Differences below this share of the shorter time are no imbalance. */
const noticed = 0.05;

/** Whether the devices compute equally long, as a sentence; empty for one device, or before it can be told. */
export function balanceText(workers: readonly WorkerTimes[]): string {
  const computing = workers.flatMap(({ device, parts: [, computeMs] }) =>
    computeMs ? [{ device, computeMs }] : [],
  );
  if (computing.length < 2 || computing.length < workers.length) return '';
  const sorted = [...computing].sort((a, b) => a.computeMs - b.computeMs);
  const [quickest, slowest] = [sorted[0], sorted[sorted.length - 1]];
  const longer = slowest.computeMs / quickest.computeMs - 1;
  if (longer < noticed) return 'All devices compute about equally long.';
  return (
    `${slowest.device} computes ${Math.round(longer * 100)} % longer than ${quickest.device}: ` +
    'the others wait for it in the exchange.'
  );
}

/** The times of some steps that follow each other. */
export interface StepBin {
  readonly firstStep: number;
  readonly lastStep: number;
  /** Means over its measurements, in the order of `stepParts`; 0 for what is not measured. */
  readonly parts: readonly number[];
  readonly totalMs: number;
}

/** A worker's times over the whole run, cut into at most `count` parts of equally many steps; those without one are left out. */
export function stepBins(rank: number, seriesOf: SeriesOf, count: number): readonly StepBin[] {
  const of = (name: string) => seriesOf(`worker.${rank}.${name}`);
  const last = of('stepMs')?.steps.at(-1) ?? 0;
  const width = Math.max(1, Math.ceil(last / count));
  const bins = Array.from({ length: Math.ceil(last / width) }, (_, bin) => ({
    firstStep: bin * width + 1,
    lastStep: Math.min(last, (bin + 1) * width),
  }));
  return bins.flatMap((bin) => {
    if (meanIn(of('stepMs'), bin.firstStep, bin.lastStep) === undefined) return [];
    const parts = stepParts.map(({ name }) =>
      name === 'evaluationMs'
        ? (firstFrom(of(name), bin.firstStep) ?? 0)
        : (meanIn(of(name), bin.firstStep, bin.lastStep) ?? 0),
    );
    return [{ ...bin, parts, totalMs: parts.reduce((sum, part) => sum + part, 0) }];
  });
}

/** The height that shows the usual bars well: the longest, or three times the middle one where that is less. */
export function barTop(bins: readonly StepBin[]): number {
  const totals = bins.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  const middle = totals[totals.length >> 1] ?? 1;
  return Math.min(totals[totals.length - 1] ?? 1, 3 * middle);
}

function meanIn(series: Series | undefined, firstStep: number, lastStep: number): number | undefined {
  const values = (series?.values ?? []).filter((_, index) => {
    const step = series?.steps[index] ?? 0;
    return step >= firstStep && step <= lastStep;
  });
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The validation that covers a step is the first one after it; the last steps have the last one before them. */
function firstFrom(series: Series | undefined, step: number): number | undefined {
  const index = series?.steps.findIndex((at) => at >= step) ?? -1;
  return series?.values[index < 0 ? series.values.length - 1 : index];
}
