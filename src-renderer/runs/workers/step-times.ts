/** What a worker has measured of one kind, in the order of the steps. */
export interface Measurements {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** What a step is made of, in the order in which it happens; validation counts with its share of each step. */
export const stepParts = [
  { name: 'inputMs', label: 'Input' },
  { name: 'computeMs', label: 'Compute' },
  { name: 'exchangeMs', label: 'Exchange' },
  { name: 'evaluationMs', label: 'Evaluation' },
] as const;

/** What was measured under a name; undefined for nothing. */
export type MeasuredAs = (name: string) => Measurements | undefined;

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

/** Median of the last finite values, at most `count` of them; undefined where there are none. */
export function recentMedian(measured: Measurements | undefined, count: number): number | undefined {
  const recent = (measured?.values ?? [])
    .slice(-count)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const [low, high] = [recent[(recent.length - 1) >> 1], recent[recent.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** So many of a worker's last measurements say how it works now. */
export const recentMeasurements = 20;

/** Medians of a worker's last measurements: a first step that prepares everything does not count for much. */
export function workerTimes(device: string, rank: number, measuredAs: MeasuredAs): WorkerTimes {
  const recent = (name: string) => recentMedian(measuredAs(`worker.${rank}.${name}`), recentMeasurements);
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
    `${slowest.device} computes ${Math.round(longer * 100)}\u00a0% longer than ${quickest.device}: ` +
    'the others wait for it in the exchange.'
  );
}

/** The times of some steps that follow each other. */
export interface StepBin {
  readonly firstStep: number;
  readonly lastStep: number;
  /** Means over the steps, in the order of `stepParts`; 0 for what is not measured. */
  readonly parts: readonly number[];
  readonly totalMs: number;
}

/** A worker's times over the whole run in at most `count` bins; each measurement stands for the steps since the last. */
export function stepBins(rank: number, measuredAs: MeasuredAs, count: number): readonly StepBin[] {
  const of = (name: string) => measuredAs(`worker.${rank}.${name}`);
  const steps = of('stepMs')?.steps ?? [];
  const measured = steps.map((step, index) => ({ from: (steps[index - 1] ?? 0) + 1, to: step }));
  const size = Math.max(1, Math.ceil(measured.length / count));
  const groups = Array.from({ length: Math.ceil(measured.length / size) }, (_, group) =>
    measured.slice(group * size, (group + 1) * size),
  );
  const means = stepParts.map(({ name }) =>
    name === 'evaluationMs' ? sharesOf(of(name), groups) : meansOf(of(name), groups),
  );
  return groups.map((group, index) => {
    const parts = means.map((values) => values[index] ?? 0);
    const [firstStep, lastStep] = [group[0]?.from ?? 1, group.at(-1)?.to ?? 1];
    return { firstStep, lastStep, parts, totalMs: parts.reduce((sum, part) => sum + part, 0) };
  });
}

type Measured = readonly { readonly from: number; readonly to: number }[];

/** Means over the steps of each group of measurements. */
function meansOf(measured: Measurements | undefined, groups: readonly Measured[]): readonly number[] {
  const byStep = new Map(measured?.steps.map((step, index) => [step, measured.values[index] ?? 0]));
  return groups.map((group) => {
    const steps = group.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    return group.reduce((sum, { from, to }) => sum + (to - from + 1) * (byStep.get(to) ?? 0), 0) / steps;
  });
}

/** A validation is spread over the steps before it; the steps after the last one have that one's. */
function sharesOf(measured: Measurements | undefined, groups: readonly Measured[]): readonly number[] {
  let next = 0;
  return groups.map((group) => {
    const first = group[0]?.from ?? 1;
    while (next + 1 < (measured?.steps.length ?? 0) && (measured?.steps[next] ?? 0) < first) next += 1;
    return measured?.values[next] ?? 0;
  });
}

/** The height that shows the usual bars well: the longest, or three times the middle one where that is less. */
export function barTop(bins: readonly StepBin[]): number {
  const totals = bins.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  const middle = totals[totals.length >> 1] ?? 1;
  return Math.min(totals[totals.length - 1] ?? 1, 3 * middle);
}
