import type { RunSummary } from '../../src-shared/runs/runs';
import type { RunRecorder } from './run-recorder';

/** What runs of this process are stored by. */
export interface RunLedger {
  readonly recorder: RunRecorder;
  /** Mark of this process. */
  readonly owner: string;
  summary(runId: string): RunSummary;
  /** Stores what the recorder has, soon. */
  tick(): void;
  /** Tells the views of a run. */
  tell(runId: string): void;
  /** Leaves a run to the process that has it by now. */
  leave(runId: string): void;
  /** Calls the listener with each run that this process leaves. */
  onLeft(listener: (runId: string) => void): void;
}
