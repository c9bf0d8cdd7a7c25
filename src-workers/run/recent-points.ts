import type { MetricPoint } from '../../src-shared/metrics';

/** Points of the last steps that the core may not have on the disk yet, whole steps at a time. */
export class RecentPoints {
  #points: MetricPoint[] = [];
  #after = 0;

  /** All points of later steps are here. */
  get after(): number {
    return this.#after;
  }

  get points(): readonly MetricPoint[] {
    return [...this.#points];
  }

  /** Goes on where a checkpoint's points began. */
  startAfter(step: number): void {
    this.#after = step;
  }

  add(points: readonly MetricPoint[]): void {
    this.#points.push(...points);
  }

  /** Lets go of steps before this one, which the core keeps. */
  letGoBefore(step: number): void {
    const first = this.#points.findIndex((point) => point.step >= step);
    const [last] = this.#points.splice(0, first < 0 ? this.#points.length : first).slice(-1);
    // Not from the step that was told: this worker may not have come so far.
    if (last) this.#after = last.step;
  }
}
