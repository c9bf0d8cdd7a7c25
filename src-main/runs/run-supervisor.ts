import { join } from 'node:path';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { QueueMove } from '../../src-shared/runs/run-queue';
import type { RunSummary } from '../../src-shared/runs/runs';
import type { StoreHealth } from '../../src-shared/storage';
import { OwnMark } from '../processes/own-mark';
import { ownProcess } from '../processes/owner-process';
import { BatchKeeper } from '../store/batch-keeper';
import { Spool } from '../store/spool';
import { removeLeftExchangeFolders } from './crew/exchange-folder';
import { OtherProcesses } from './crew/other-processes';
import { OthersWatch } from './crew/others-watch';
import type { LaplaceRequest } from './laplace-plan';
import { OwnRuns } from './own-runs';
import { moveInQueue } from './queue/queue-order';
import { SharedQueue } from './queue/shared-queue';
import { RunAcceptance, type RunSurroundings } from './run-acceptance';
import { runFolderOf } from './run-folder';
import type { RunLedger } from './run-ledger';
import { RunRecorder } from './run-recorder';
import { leftNote, whyLeft } from './run-standing';
import { RunSummaries } from './run-summaries';
import { type RunTimings, usualTimings } from './run-timings';
import { spoolName } from './spool-name';

export interface SupervisorOptions extends RunSurroundings {
  readonly onEvent: (event: CoreEvent) => void;
  readonly timings?: RunTimings;
}

/** Accepts runs, queues them for their devices, keeps what they report and brings each to its end. */
export class RunSupervisor {
  readonly #owner: OwnMark;
  readonly #recorder: RunRecorder;
  readonly #runs: OwnRuns;
  readonly #acceptance: RunAcceptance;
  readonly #watch: OthersWatch;
  readonly #keeper: BatchKeeper;
  readonly #summaries: RunSummaries;
  readonly #leaving = new Set<(runId: string) => void>();
  readonly #options: SupervisorOptions;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    const { store, home } = options;
    const timings = options.timings ?? usualTimings;
    this.#owner = new OwnMark(home);
    this.#keeper = new BatchKeeper({
      writer: store.writer,
      spool: new Spool(join(home, 'spool'), spoolName(ownProcess())),
      retryMs: timings.storeRetryMs,
      onLost: (runIds) => this.#leave(runIds),
      onHealth: (health) => options.onEvent({ type: 'storage', health }),
    });
    this.#recorder = new RunRecorder(this.#keeper, ownProcess());
    this.#summaries = new RunSummaries(store.reader, this.#recorder);
    const queue = new SharedQueue(store, home, (id) => this.#tell(id));
    this.#runs = this.#ownRuns(queue, timings);
    this.#acceptance = new RunAcceptance({
      ...options,
      owner: this.#owner,
      timings,
      recorder: this.#recorder,
      runs: this.#runs,
      summary: (runId) => this.summary(runId),
      tell: (runId) => this.#tell(runId),
      queueChanged: () => this.#queueChanged(),
    });
    removeLeftExchangeFolders();
    const others = new OtherProcesses(store.reader, store.table, options.onEvent, () =>
      this.#runs.lookAtOwners(),
    );
    this.#watch = new OthersWatch(store.writer, this.#keeper, queue, others, timings);
  }

  /** Checks an experiment, then queues it as a new run. Throws BadInputError, with nothing written, where it cannot run. */
  async start(value: unknown): Promise<RunSummary> {
    const [id] = await this.startMany([value]);
    return this.summary(id);
  }

  /** As `RunAcceptance`. */
  startMany(values: readonly unknown[]): Promise<string[]> {
    return this.#acceptance.startMany(values);
  }

  /** As `RunAcceptance`. */
  approximate(runId: string, request: LaplaceRequest): Promise<RunSummary> {
    return this.#acceptance.approximate(runId, request);
  }

  /** As `RunAcceptance`. */
  continueRun(runId: string, ids?: readonly string[]): Promise<RunSummary> {
    return this.#acceptance.continueRun(runId, ids);
  }

  /** As `RunAcceptance`. */
  assignDevices(runId: string, ids: readonly string[]): Promise<RunSummary> {
    return this.#acceptance.assignDevices(runId, ids);
  }

  /** Lets a run wait after its step. Throws BadInputError for one that does not train here. */
  pause(runId: string): void {
    this.#runs.own(runId, 'paused').pause();
  }

  /** Goes on with a paused run. Throws BadInputError for one that is not. */
  resume(runId: string): void {
    this.#runs.own(runId, 'resumed').resume();
    this.#runs.tick();
  }

  /** Whether this process runs it, or will. */
  owns(runId: string): boolean {
    return this.#runs.find(runId) !== undefined;
  }

  /** Moves a waiting run among the waiting ones of all processes. Throws BadInputError for one that does not wait. */
  moveInQueue(runId: string, move: QueueMove): void {
    moveInQueue(this.#options.store, runId, move);
    this.#queueChanged();
  }

  /** Asks a run to stop. Throws BadInputError for one that is over or belongs to another process. */
  stop(runId: string): void {
    this.#runs.own(runId, 'stopped').stop();
    this.#runs.tick();
  }

  /** Ends a run's workers at once. */
  stopNow(runId: string): void {
    this.#runs.own(runId, 'stopped').stopNow();
    this.#runs.tick();
  }

  summary(runId: string): RunSummary {
    return this.#summaries.of(runId);
  }

  list(): RunSummary[] {
    return this.#options.store.table.rows().map(({ summary }) => this.current(summary));
  }

  runFolder(runId: string): string {
    return runFolderOf(this.#options.home, runId);
  }

  /** Interrupts the runs of this process and waits until their workers are gone. */
  async close(): Promise<void> {
    this.#watch.close();
    await this.#runs.close();
    this.#keeper.close();
    this.#owner.end();
  }

  /** The summary as stored; while the store refuses, with the state that it could not take. */
  current(run: RunSummary): RunSummary {
    return this.#recorder.current(run);
  }

  /** By which runs that train elsewhere are stored, too. */
  get ledger(): RunLedger {
    const owner = this.#owner;
    return {
      recorder: this.#recorder,
      get owner() {
        return owner.text;
      },
      summary: (runId) => this.summary(runId),
      tick: () => this.#runs.tick(),
      tell: (runId) => this.#tell(runId),
      leave: (runId) => this.#leave([runId]),
      onLeft: (listener) => this.#leaving.add(listener),
    };
  }

  /** What a person is to know of the store. */
  get health(): StoreHealth {
    return this.#keeper.health;
  }

  #ownRuns(queue: SharedQueue, { tickMs }: RunTimings): OwnRuns {
    const { store, onEvent } = this.#options;
    return new OwnRuns({
      recorder: this.#recorder,
      keeper: this.#keeper,
      store,
      owner: ownProcess(),
      queue,
      tickMs,
      statusOf: (runId) => this.summary(runId).status,
      onNews: (runId, hasLines) => onEvent({ type: 'news', runId, hasLines }),
      onChange: (runId) => this.#tell(runId),
      onLeft: (runId) => this.#leave([runId]),
    });
  }

  /** Leaves runs to the processes that have them by now, each once. */
  #leave(runIds: readonly string[]): void {
    for (const runId of runIds) {
      if (!this.#recorder.leave(runId)) continue;
      const reason = this.#whyLeft(runId);
      this.#runs.leave(runId, reason);
      for (const listener of this.#leaving) listener(runId);
      this.#options.onEvent({ type: 'left', runId, reason });
    }
  }

  #whyLeft(runId: string): string {
    const { reader, writer } = this.#options.store;
    try {
      writer.note(runId, { time: Date.now(), level: 'warning', text: leftNote });
    } catch {
      // That line is no reason to hold on to it.
    }
    return whyLeft(runId, reader.standing(runId));
  }

  #tell(runId: string): void {
    this.#options.onEvent({ type: 'run', run: this.summary(runId) });
  }

  #queueChanged(): void {
    this.#options.onEvent({ type: 'queue' });
    this.#runs.tick();
  }
}
