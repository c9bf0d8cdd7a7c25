import { BadInputError } from '../../src-shared/errors';
import { isOver, type RunSummary } from '../../src-shared/runs';
import type { RunReader } from '../store/run-reader';
import type { RunRecorder } from './run-recorder';

/** Summaries of runs as they are now: as stored, and while the store refuses with what it does not have yet. */
export class RunSummaries {
  private readonly lastRead = new Map<string, RunSummary>();

  constructor(
    private readonly reader: RunReader,
    private readonly recorder: RunRecorder,
  ) {}

  /** A run that goes on is shown as last read where the store cannot be read. Throws BadInputError for an unknown one. */
  of(runId: string): RunSummary {
    return this.recorder.current(this.stored(runId));
  }

  private stored(runId: string): RunSummary {
    try {
      const run = this.reader.run(runId);
      if (isOver(run.status)) this.lastRead.delete(runId);
      else this.lastRead.set(runId, run);
      return run;
    } catch (error) {
      const known = this.lastRead.get(runId);
      if (known === undefined || error instanceof BadInputError) throw error;
      return known;
    }
  }
}
