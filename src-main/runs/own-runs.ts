import type { BatchKeeper } from '../store/batch-keeper';
import type { SharedQueue } from './queue/shared-queue';
import type { RunInProgress } from './run-in-progress';
import type { RunRecorder } from './run-recorder';

export interface OwnRunsOptions {
  readonly recorder: RunRecorder;
  readonly keeper: BatchKeeper;
  readonly queue: SharedQueue;
  /** Between two looks at what is new, in milliseconds. */
  readonly tickMs: number;
  /** Points or log lines of a run are stored. */
  readonly onNews: (runId: string, hasLines: boolean) => void;
  /** What a run's summary says has changed. */
  readonly onChange: (runId: string) => void;
}

/** The runs that this process has accepted and that are not over: starts them when it is their turn, stores their news. */
export class OwnRuns {
  readonly #runs = new Map<string, RunInProgress>();
  #timer: NodeJS.Timeout | undefined;
  readonly #options: OwnRunsOptions;

  constructor(options: OwnRunsOptions) {
    this.#options = options;
  }

  /** Takes the place of an earlier one of its id. */
  add(run: RunInProgress): void {
    this.#runs.set(run.run.id, run);
  }

  remove(runId: string): void {
    this.#runs.delete(runId);
  }

  find(runId: string): RunInProgress | undefined {
    return this.#runs.get(runId);
  }

  /** Stores what is new, starts what can start, and comes again while anything is left to do. */
  tick(): void {
    const { recorder, tickMs } = this.#options;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#record();
    this.#advanceQueue();
    if (this.#runs.size > 0 || recorder.hasPending()) this.#timer = setTimeout(() => this.tick(), tickMs);
  }

  /** Interrupts them all and waits until their workers are gone. */
  async close(): Promise<void> {
    for (const run of [...this.#runs.values()])
      run.interrupt('Parasample was closed while it ran; it can be continued.');
    while (this.#runs.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    clearTimeout(this.#timer);
    this.#record();
  }

  #record(): void {
    const { recorder, onNews, onChange } = this.#options;
    for (const { runId, hasChanged, hasNews, hasLines, keptStep } of recorder.flush()) {
      if (keptStep !== undefined) this.#runs.get(runId)?.kept(keptStep);
      if (hasNews) onNews(runId, hasLines);
      if (hasChanged) onChange(runId);
    }
    if (recorder.isOverfull())
      for (const run of this.#runs.values())
        run.fail('The database and its disk refuse writes, and what the run measured fills the memory.');
  }

  #advanceQueue(): void {
    const { keeper, queue } = this.#options;
    const waiting = [...this.#runs.values()].filter(({ hasBegun }) => !hasBegun);
    if (waiting.length === 0) return;
    let claimed: readonly string[] = [];
    keeper.attempt(() => {
      claimed = queue.claim((id) => this.#runs.has(id));
    });
    if (claimed.length > 0) keeper.reserve();
    for (const run of waiting) if (claimed.includes(run.run.id)) run.begin();
  }
}
