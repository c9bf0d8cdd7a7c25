/** A time in which a run was not going: between its pieces, or paused. Milliseconds since the Unix epoch. */
export interface RunGap {
  readonly from: number;
  /** Missing while the gap lasts. */
  readonly to?: number;
}

/** When a run began and ended, in milliseconds since the Unix epoch. */
export interface RunTimes {
  readonly started?: number;
  readonly ended?: number;
  /** Oldest first, none over another; only the last may last still. */
  readonly gaps?: readonly RunGap[];
}

/** The gaps of a run that is not going from now on; one that lasts already goes on. */
export function withGap(gaps: readonly RunGap[], from: number): readonly RunGap[] {
  const last = gaps.at(-1);
  return last && last.to === undefined ? gaps : [...gaps, { from }];
}

/** The gaps of a run that goes on now. */
export function closedGaps(gaps: readonly RunGap[], to: number): readonly RunGap[] {
  return gaps.map((gap) => (gap.to === undefined ? { ...gap, to: Math.max(gap.from, to) } : gap));
}

/** For how many milliseconds between two moments a run was going; what a gap holds counts as its beginning. */
export function goingBetween(from: number, to: number, gaps: readonly RunGap[] = []): number {
  const idle = gaps.map((gap) => Math.min(to, gap.to ?? to) - Math.max(from, gap.from));
  return Math.max(0, to - from - idle.reduce((sum, ms) => sum + Math.max(0, ms), 0));
}

/** For how many seconds a run was going until its end, or until now; undefined before it began. */
export function goingSeconds({ started, ended, gaps }: RunTimes, now: number): number | undefined {
  return started === undefined ? undefined : goingBetween(started, ended ?? now, gaps) / 1000;
}

/** How long a run took in seconds; undefined where it has not ended. */
export function tookSeconds(times: RunTimes): number | undefined {
  return times.ended === undefined ? undefined : goingSeconds(times, times.ended);
}
