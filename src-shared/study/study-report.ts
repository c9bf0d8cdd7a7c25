import type { RunStatus } from '../runs/runs';
import type { Study, StudyKind } from './study';
import type { RunMeasures, StudyCell, StudyResults } from './study-results';

/** What a list shows of a study. */
export interface StudySummary {
  readonly id: string;
  readonly name: string;
  readonly kind: StudyKind;
  /** `incomplete` waits to be started again: it was stopped, or some of its runs failed. */
  readonly state: 'running' | 'stopping' | 'finished' | 'incomplete';
  readonly runs: number;
  readonly finished: number;
  readonly failed: number;
  /** Those that were made, or taken over, and are still there. */
  readonly runIds: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  /** Why it ended early, where that is no run's own failure; empty otherwise. */
  readonly reason: string;
}

/** One run of a study's grid. */
export interface StudyRun {
  /** Undefined until it has been started. */
  readonly runId: string | undefined;
  readonly status: RunStatus | 'not-started';
  /** Why it failed or was stopped; empty otherwise. */
  readonly reason: string;
  readonly cell: StudyCell;
  readonly seed: number;
  /** Once it has finished. */
  readonly measured?: RunMeasures | undefined;
}

/** A study with all that its finished runs say so far. */
export interface StudyReport {
  readonly summary: StudySummary;
  readonly study: Study;
  readonly runs: readonly StudyRun[];
  readonly results: StudyResults;
  /** What to know when reading the results, as sentences. */
  readonly notes: readonly string[];
}
