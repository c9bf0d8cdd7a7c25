import type { RunStatus } from './runs';

/** What a run takes of the disk, in MB (10^6 bytes). */
export interface RunSpace {
  readonly runId: string;
  readonly name: string;
  readonly status: RunStatus;
  /** All of its folder: posterior, evaluations, checkpoints. */
  readonly totalMB: number;
  /** Its checkpoints, which nothing reads once the run is finished; 0 for runs that could continue from them. */
  readonly freeableMB: number;
}

/** What all of these take, and what of it could be freed. */
export function spaceOfAll(runs: readonly RunSpace[]): Pick<RunSpace, 'totalMB' | 'freeableMB'> {
  const sum = (of: (run: RunSpace) => number) => runs.reduce((total, run) => total + of(run), 0);
  return { totalMB: sum((run) => run.totalMB), freeableMB: sum((run) => run.freeableMB) };
}
