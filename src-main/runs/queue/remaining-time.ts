interface Observation {
  readonly timeMs: number;
  readonly step: number;
}

/** Only the last seconds count: steps grow faster or slower as other work comes and goes. */
const windowMs = 20_000;

/** Estimates how long a run still trains from the pace of its last steps. */
export class RemainingTime {
  #observations: readonly Observation[] = [];

  /** Seconds left after `step` of `totalSteps` at `timeMs`, or undefined where two steps are not known yet. */
  observe(timeMs: number, step: number, totalSteps: number): number | undefined {
    const known = [...this.#observations, { timeMs, step }];
    // Of older ones the last stays, so that steps longer than the window have a pace too.
    const recent = known.findIndex((one) => one.timeMs >= timeMs - windowMs);
    this.#observations = known.slice(Math.max(0, recent - 1));
    const first = this.#observations[0];
    if (!first || step <= first.step) return undefined;
    const msPerStep = (timeMs - first.timeMs) / (step - first.step);
    return Math.max(0, ((totalSteps - step) * msPerStep) / 1000);
  }
}
