import type { MetricPoint } from '../../src-shared/metrics';

/** By then the core has stored what it was sent: it does so several times a second. */
const storedAfterMs = 2000;

/** Points of the last steps that the core may not have stored yet, whole steps at a time. */
export class RecentPoints {
  #points: { readonly point: MetricPoint; sent: number }[] = [];
  #after = 0;

  /** All points of later steps are here. */
  get after(): number {
    return this.#after;
  }

  get points(): readonly MetricPoint[] {
    return this.#points.map(({ point }) => point);
  }

  /** Goes on where a checkpoint's points began. */
  startAfter(step: number): void {
    this.#after = step;
  }

  add(points: readonly MetricPoint[]): void {
    for (const point of points) this.#points.push({ point, sent: Infinity });
  }

  /** All points so far are on their way to the core at this time; lets go of steps that are stored by now. */
  noteSent(time: number): void {
    for (const entry of this.#points) if (entry.sent === Infinity) entry.sent = time;
    const firstYoung = this.#points.find(({ sent }) => sent > time - storedAfterMs) ?? this.#points.at(-1);
    if (!firstYoung) return;
    this.#after = Math.max(this.#after, firstYoung.point.step - 1);
    this.#points = this.#points.filter(({ point }) => point.step > this.#after);
  }
}
