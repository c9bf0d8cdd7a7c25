import type { MetricPoint } from '../../src-shared/metrics';

/** Points that the core may not have on the disk yet. */
export class RecentPoints {
  #points: MetricPoint[] = [];

  get points(): readonly MetricPoint[] {
    return [...this.#points];
  }

  add(points: readonly MetricPoint[]): void {
    this.#points.push(...points);
  }

  /** Lets go of steps before this one, which the core keeps. */
  letGoBefore(step: number): void {
    const first = this.#points.findIndex((point) => point.step >= step);
    this.#points.splice(0, first < 0 ? this.#points.length : first);
  }
}
