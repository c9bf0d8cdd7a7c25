import type { StoredPoint } from '../../../src-shared/runs';

/** Every stored point of one metric of one run, in the order of the steps. */
export interface Series {
  readonly name: string;
  readonly steps: number[];
  readonly epochs: number[];
  readonly times: number[];
  readonly values: number[];
}

/** What the horizontal axis of a chart measures. */
export type Axis = TrainingAxis | 'samples' | 'devices';

/** What the points of a run are placed by. */
export const trainingAxes = ['step', 'epoch', 'time'] as const;
export type TrainingAxis = (typeof trainingAxes)[number];

export const axisLabels: Readonly<Record<Axis, string>> = {
  step: 'Step',
  epoch: 'Epoch',
  time: 'Seconds of running',
  samples: 'Weight samples',
  devices: 'Devices',
};

/**
 * Adds points to the series of their names, making those that are missing. A point that is not after the last one of
 * its series comes in the place of what a run measured before it went back.
 */
export function addPoints(series: Map<string, Series>, points: readonly StoredPoint[]): void {
  for (const point of points) {
    let own = series.get(point.name);
    if (!own) {
      own = { name: point.name, steps: [], epochs: [], times: [], values: [] };
      series.set(point.name, own);
    }
    cutFrom(own, point.step);
    own.steps.push(point.step);
    own.epochs.push(point.epoch);
    own.times.push(point.time);
    own.values.push(point.value);
  }
}

function cutFrom(series: Series, step: number): void {
  const { steps, epochs, times, values } = series;
  let length = steps.length;
  while (length > 0 && steps[length - 1] >= step) length -= 1;
  for (const column of [steps, epochs, times, values]) column.length = length;
}

/** Where the point at `index` stands on an axis: a step, a fractional epoch, or seconds since `origin` (ms). */
export function positionOf(series: Series, index: number, axis: TrainingAxis, origin: number): number {
  switch (axis) {
    case 'step':
      return series.steps[index] ?? 0;
    case 'epoch':
      return series.epochs[index] ?? 0;
    case 'time':
      return ((series.times[index] ?? origin) - origin) / 1000;
  }
}

/** Median of the last finite values, at most `count` of them; undefined where there are none. */
export function recentMedian(series: Series | undefined, count: number): number | undefined {
  const recent = (series?.values ?? [])
    .slice(-count)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const [low, high] = [recent[(recent.length - 1) >> 1], recent[recent.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
