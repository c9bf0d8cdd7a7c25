import { BadInputError } from '../../src-shared/errors';
import { isOver, type RunStatus } from '../../src-shared/runs/runs';
import type { BatchKeeper } from '../store/batch-keeper';
import type { Store } from '../store/store';
import type { SharedQueue } from './queue/shared-queue';
import type { RunInProgress } from './run-in-progress';
import type { RunRecorder } from './run-recorder';
import { goesOnNote, ownStanding } from './run-standing';

export interface OwnRunsOptions {
  readonly recorder: RunRecorder;
  readonly keeper: BatchKeeper;
  readonly store: Store;
  /** Mark of this process. */
  readonly owner: string;
  readonly queue: SharedQueue;
  /** Between two looks at what is new, in milliseconds. */
  readonly tickMs: number;
  /** Points or log lines of a run are stored. */
  readonly onNews: (runId: string, hasLines: boolean) => void;
  /** What a run's summary says has changed. */
  readonly onChange: (runId: string) => void;
  /** Another process has the run by now. */
  readonly onLeft: (runId: string) => void;
  /** As people are told it. Throws BadInputError for an unknown run. */
  readonly statusOf: (runId: string) => RunStatus;
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

  /** Another that has taken its place stays. */
  remove(run: RunInProgress): void {
    if (this.#runs.get(run.run.id) === run) this.#runs.delete(run.run.id);
  }

  /**
   * Waits for what is left here of a run that is over: another process had it meanwhile, and the workers that it had here
   * before may still be ending.
   */
  async untilGone(runId: string): Promise<void> {
    while (this.#runs.has(runId) && isOver(this.#options.statusOf(runId)))
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  find(runId: string): RunInProgress | undefined {
    return this.#runs.get(runId);
  }

  /** @param what is to happen to it, as "stopped". Throws BadInputError for a run that is over or another process's. */
  own(runId: string, what: string): RunInProgress {
    const run = this.#runs.get(runId);
    if (run) return run;
    // It may have ended here since the last tick: until that is stored it looks like another process's.
    this.#record();
    const status = this.#options.statusOf(runId);
    if (isOver(status)) throw new BadInputError(`Run ${runId} is over (${status}); it cannot be ${what}.`);
    throw new BadInputError(
      `Run ${runId} belongs to another Parasample process and can only be ${what} there.`,
    );
  }

  /**
   * Looks who has the runs that go on here: this process may have slept, and others have taken it for gone. What they only called
   * interrupted goes on; what they took is left to them.
   */
  lookAtOwners(): void {
    for (const run of [...this.#runs.values()]) this.#lookAtOwner(run);
  }

  #lookAtOwner(run: RunInProgress): void {
    const { store, owner, onLeft } = this.#options;
    const { id } = run.run;
    try {
      const standing = ownStanding(owner, store.reader.standing(id));
      if (standing === 'left') onLeft(id);
      if (standing === 'called interrupted') this.#takeUp(run);
    } catch {
      // A store that refuses is asked again next time; nothing of another's run is stored until then.
    }
  }

  #takeUp({ run: { id }, state }: RunInProgress): void {
    const { store, owner, recorder, onChange } = this.#options;
    if (!store.continuation.takeUp(id, owner, state)) return;
    recorder.log(id, { time: Date.now(), level: 'warning', text: goesOnNote });
    onChange(id);
  }

  /** Ends the workers of a run that another process has by now. */
  leave(runId: string, reason: string): void {
    this.#runs.get(runId)?.interrupt(reason);
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
      const run = this.#runs.get(runId);
      if (keptStep !== undefined) run?.kept(keptStep);
      // What is told of it first after a sleep shall not be that it is over.
      if (run && hasChanged) this.#lookAtOwner(run);
      if (hasNews) onNews(runId, hasLines);
      if (hasChanged) onChange(runId);
    }
    if (recorder.isOverfull())
      for (const run of this.#runs.values())
        run.fail('The database and its disk refuse writes, and what the run measured fills the memory.');
  }

  #advanceQueue(): void {
    const { keeper, queue, owner } = this.#options;
    const waiting = [...this.#runs.values()].filter(({ hasBegun }) => !hasBegun);
    if (waiting.length === 0) return;
    let claimed: readonly string[] = [];
    keeper.attempt(() => {
      claimed = queue.claim(owner, (id) => this.#runs.has(id));
    });
    if (claimed.length > 0) keeper.reserve();
    for (const run of waiting) if (claimed.includes(run.run.id)) run.begin();
  }
}
