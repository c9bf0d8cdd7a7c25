import type { Chart, ChartArea, Scale } from 'chart.js';
import type { ChartPoint } from './drawing';

/** Where values stand on the screen: what a chart's scales say, without asking them for each of many points. */
export class ScreenPlaces {
  /** Changes with everything that moves a value. */
  readonly key: string;
  readonly #x: Placing;
  readonly #y: Placing;

  constructor({ scales }: Chart) {
    this.#x = placingOf(scales.x);
    this.#y = placingOf(scales.y);
    this.key = JSON.stringify([this.#x, this.#y]);
  }

  across(value: number): number {
    return placed(this.#x, value);
  }

  up(value: number): number {
    return placed(this.#y, value);
  }

  /** How far a line through the points goes up and down in all, in pixels; gaps count for nothing. */
  travel(points: readonly ChartPoint[]): number {
    let travel = 0;
    for (let index = 1; index < points.length; index++) {
      const step = this.up(points[index]?.y ?? Number.NaN) - this.up(points[index - 1]?.y ?? Number.NaN);
      if (Number.isFinite(step)) travel += Math.abs(step);
    }
    return travel;
  }

  /**
   * The points in sight, and one to each side, in pixels of a picture of the area that has `ratio` pixels for each of
   * the screen's.
   */
  within(points: readonly ChartPoint[], area: ChartArea, ratio: number) {
    const first = Math.max(0, firstBeyond(points, (x) => this.across(x) >= area.left) - 1);
    const end = Math.min(points.length, firstBeyond(points, (x) => this.across(x) > area.right) + 1);
    const count = Math.max(0, end - first);
    const x = new Float64Array(count);
    const y = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      const point = points[first + index];
      if (!point) continue;
      x[index] = (this.across(point.x) - area.left) * ratio;
      y[index] = (this.up(point.y) - area.top) * ratio;
    }
    return { x, y, count };
  }
}

interface Placing {
  readonly isLog: boolean;
  /** Pixels at the scale's ends. */
  readonly at: readonly [number, number];
  /** Values there; of a logarithmic scale their logarithms. */
  readonly ends: readonly [number, number];
}

function placingOf(scale: Scale | undefined): Placing {
  if (!scale) return { isLog: false, at: [0, 1], ends: [0, 1] };
  const isLog = scale.type === 'logarithmic';
  const value = (end: number) => (isLog ? Math.log10(end) : end);
  return {
    isLog,
    at: [scale.getPixelForValue(scale.min), scale.getPixelForValue(scale.max)],
    ends: [value(scale.min), value(scale.max)],
  };
}

function placed({ isLog, at, ends }: Placing, value: number): number {
  const on = isLog ? Math.log10(value) : value;
  return at[0] + ((on - ends[0]) / (ends[1] - ends[0] || 1)) * (at[1] - at[0]);
}

function firstBeyond(points: readonly ChartPoint[], isBeyond: (x: number) => boolean): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBeyond(points[middle]?.x ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
