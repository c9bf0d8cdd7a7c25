import { BadInputError } from '../../src-shared/errors';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';
import type { RunReader } from '../store/run-reader';
import type { RunRecorder } from './run-recorder';

/** Summaries of runs as they are now: as stored, and while the store refuses with what it does not have yet. */
export class RunSummaries {
  readonly #lastRead = new Map<string, RunSummary>();
  readonly #reader: RunReader;
  readonly #recorder: RunRecorder;

  constructor(reader: RunReader, recorder: RunRecorder) {
    this.#reader = reader;
    this.#recorder = recorder;
  }

  /** A run that goes on is shown as last read where the store cannot be read. Throws BadInputError for an unknown one. */
  of(runId: string): RunSummary {
    return this.#recorder.current(this.#stored(runId));
  }

  #stored(runId: string): RunSummary {
    try {
      const run = this.#reader.run(runId);
      if (isOver(run.status)) this.#lastRead.delete(runId);
      else this.#lastRead.set(runId, run);
      return run;
    } catch (error) {
      const known = this.#lastRead.get(runId);
      if (known === undefined || error instanceof BadInputError) throw error;
      return known;
    }
  }
}
