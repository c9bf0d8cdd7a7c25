import type { Experiment } from '../../src-shared/experiment/experiment';
import type { MetricPoint } from '../../src-shared/metrics';
import type { RunGap } from '../../src-shared/runs/run-time';
import type { LogLine, RunProgress, RunStatus } from '../../src-shared/runs/runs';
import type { RewindTo } from './run-continuation';

/** A run as it is first stored. Times in milliseconds since the Unix epoch. */
export interface NewRun {
  readonly id: string;
  readonly experiment: Experiment;
  readonly engine: string;
  /** Names the code that trains it (src-main/code-version.ts); undefined for an imported run that does not tell. */
  readonly codeVersion: string | undefined;
  /** The process that runs it (`ownProcess` in src-main/processes/owner-process.ts). */
  readonly owner: string;
  readonly created: number;
}

/** What changes of a run while it goes on; what is left out stays as it is. */
export interface RunChange {
  readonly status?: RunStatus;
  readonly reason?: string;
  readonly started?: number;
  readonly ended?: number;
  readonly gaps?: readonly RunGap[];
  readonly progress?: RunProgress;
}

export type NewLogLine = Omit<LogLine, 'id'>;

/** A run that is not over, as the queue sees it. */
export interface OpenRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly owner: string;
  readonly devices: readonly string[];
  /** Runs that it lets train on each of its devices at once, itself among them. */
  readonly share: number;
}

/** Who has a run, and how it stands for all processes. */
export type RunStanding = Pick<OpenRun, 'owner' | 'status'>;

/** All that may be stored of one run at one tick. */
export interface RunBatch {
  readonly runId: string;
  /**
   * Mark of the process that measured it: nothing is stored of a run that is another's by now. Imported runs have none, nor do
   * spools of earlier versions.
   */
  readonly owner?: string;
  /** Where the run went back to before it measured what is stored now. */
  readonly rewind?: RewindTo;
  readonly change: RunChange;
  readonly points: readonly MetricPoint[];
  readonly finalMetrics: Readonly<Record<string, number>>;
  readonly logs: readonly NewLogLine[];
}
