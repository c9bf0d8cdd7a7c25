import type { BatchKeeper } from '../../store/batch-keeper';
import type { RunWriter } from '../../store/run-writer';
import type { SharedQueue } from '../queue/shared-queue';
import type { RunTimings } from '../run-timings';
import type { OtherProcesses } from './other-processes';

/** Looks again and again at what other processes on the same store do, and settles what those that are gone left. */
export class OthersWatch {
  readonly #timer: NodeJS.Timeout;
  readonly #writer: RunWriter;
  readonly #keeper: BatchKeeper;
  readonly #queue: SharedQueue;
  readonly #others: OtherProcesses;
  readonly #timings: RunTimings;

  constructor(
    writer: RunWriter,
    keeper: BatchKeeper,
    queue: SharedQueue,
    others: OtherProcesses,
    timings: RunTimings,
  ) {
    this.#writer = writer;
    this.#keeper = keeper;
    this.#queue = queue;
    this.#others = others;
    this.#timings = timings;
    this.#settle();
    this.#timer = setInterval(() => this.#look(), timings.othersMs);
    // Watching others is no reason for this process to stay.
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** First at who has this process's runs: it may have slept until now. */
  #look(): void {
    try {
      this.#others.look();
    } catch {
      // A store that cannot be read now is looked at again next time.
    }
    this.#settle();
  }

  /** Stores what processes that are gone had spooled, and calls their runs interrupted; what is refused, later. */
  #settle(): void {
    if (this.#keeper.isBehind) return;
    try {
      this.#writer.waitingAtMost(this.#timings.tickMs, () => this.#queue.interruptOrphans());
    } catch {
      // It is tried again with the next look.
    }
  }
}
