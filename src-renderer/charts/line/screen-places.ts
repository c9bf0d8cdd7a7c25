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
    const [across, up] = [this.#x, this.#y];
    for (let index = 0; index < count; index++) {
      const point = points[first + index];
      if (!point) continue;
      x[index] = (placed(across, point.x) - area.left) * ratio;
      y[index] = (placed(up, point.y) - area.top) * ratio;
    }
    return { x, y, count };
  }
}

interface Placing {
  readonly isLog: boolean;
  /** The value at one end of the scale, of a logarithmic one its logarithm, and where that stands in pixels. */
  readonly end: number;
  readonly at: number;
  /** Pixels for each of that value's unit. */
  readonly pixels: number;
}

function placingOf(scale: Scale | undefined): Placing {
  if (!scale) return { isLog: false, end: 0, at: 0, pixels: 1 };
  const isLog = scale.type === 'logarithmic';
  const [end, other] = isLog ? [Math.log10(scale.min), Math.log10(scale.max)] : [scale.min, scale.max];
  const at = scale.getPixelForValue(scale.min);
  return { isLog, end, at, pixels: (scale.getPixelForValue(scale.max) - at) / (other - end || 1) };
}

function placed({ isLog, end, at, pixels }: Placing, value: number): number {
  return at + ((isLog ? Math.log10(value) : value) - end) * pixels;
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
