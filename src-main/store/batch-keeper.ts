import { sentenceOf } from '../../src-shared/errors';
import type { StoreHealth } from '../../src-shared/storage';
import type { RunBatch } from './run-changes';
import type { RunWriter } from './run-writer';
import type { Spool } from './spool';

export interface BatchKeeperOptions {
  readonly writer: RunWriter;
  readonly spool: Spool;
  /** Between two tries while the database refuses, in milliseconds. */
  readonly retryMs: number;
  /** Hears of runs that are another process's by now, of which nothing is stored any more. */
  readonly onLost?: (runIds: readonly string[]) => void;
  /** Hears of each change of what a person is told. */
  readonly onHealth: (health: StoreHealth) => void;
}

/** How long the first tries and the later ones wait for other processes, in milliseconds. */
const firstWaitMs = 500;
const laterWaitMs = 50;

/** A write that another process's write holds up for a moment is no news; one that is refused again is. */
const toldFrom = 2;

/** So many lines of the spool are stored at once: the core has other work between. */
const mergedAtOnce = 200;

/**
 * Stores batches in their order, each exactly once. What the database refuses waits in the spool until it can be
 * stored.
 */
export class BatchKeeper {
  #given = 0;
  #refusals = 0;
  #nextTry = 0;
  #told: StoreHealth = { state: 'fine' };
  readonly #options: BatchKeeperOptions;

  constructor(options: BatchKeeperOptions) {
    this.#options = options;
  }

  get health(): StoreHealth {
    return this.#told;
  }

  get hasSpooled(): boolean {
    return !this.#options.spool.isEmpty;
  }

  /** Whether the database lacks something because it has refused. */
  get isBehind(): boolean {
    return this.#refusals > 0 || this.hasSpooled;
  }

  /** Takes room from the disk for the time when it is full. */
  reserve(): void {
    this.#options.spool.reserve();
  }

  /** Takes the batches of a tick. Throws, with nothing taken, where neither the database nor the spool does. */
  keep(batches: readonly RunBatch[]): 'stored' | 'spooled' {
    const { spool, writer } = this.#options;
    const numbered = { number: this.#given + 1, batches };
    let lost: readonly string[] = [];
    const store = () => {
      lost = writer.storeNumbered(spool.writer, [numbered]);
    };
    const isStored = spool.isEmpty && this.attempt(store);
    if (!isStored) this.#spool(() => spool.append(numbered));
    this.#given = numbered.number;
    this.#tellLost(lost);
    return isStored ? 'stored' : 'spooled';
  }

  /** Stores the oldest of what is in the spool, where the database takes it; returns what that was. */
  merge(): readonly RunBatch[] {
    const { spool, writer } = this.#options;
    const merged: RunBatch[] = [];
    if (spool.isEmpty) return merged;
    let lost: readonly string[] = [];
    this.attempt(() => {
      const oldest = spool.oldest(mergedAtOnce);
      lost = writer.storeNumbered(spool.writer, oldest.lines);
      spool.drop(oldest);
      merged.push(...oldest.lines.flatMap(({ batches }) => batches));
    });
    this.#tellLost(lost);
    return merged;
  }

  /** Does something with the database; returns false where that refuses, or has refused just now. */
  attempt(action: () => void): boolean {
    if (performance.now() < this.#nextTry) return false;
    const waitMs = this.#refusals < toldFrom ? firstWaitMs : laterWaitMs;
    try {
      this.#options.writer.waitingAtMost(waitMs, action);
    } catch (error) {
      this.#refused(sentenceOf(error, 'Storing the run'));
      return false;
    }
    this.#refusals = 0;
    if (this.#options.spool.isEmpty) this.#tell({ state: 'fine' });
    return true;
  }

  /** Stores all that it can, and leaves the rest for the process that finds the spool. */
  close(): void {
    const { spool, writer } = this.#options;
    this.#nextTry = 0;
    while (this.merge().length > 0);
    spool.close();
    if (this.#given > 0 && spool.isEmpty) this.attempt(() => writer.forgetNumbers(spool.writer));
  }

  #tellLost(runIds: readonly string[]): void {
    if (runIds.length > 0) this.#options.onLost?.(runIds);
  }

  #spool(append: () => void): void {
    try {
      append();
    } catch (error) {
      if (this.#told.state === 'refuses') this.#tell({ ...this.#told, kept: 'memory' });
      throw error;
    }
    if (this.#told.state === 'refuses') this.#tell({ ...this.#told, kept: 'file' });
  }

  #refused(reason: string): void {
    this.#refusals += 1;
    this.#nextTry = performance.now() + this.#options.retryMs;
    if (this.#refusals < toldFrom) return;
    const kept = this.#told.state === 'refuses' ? this.#told.kept : 'file';
    this.#tell({ state: 'refuses', reason, kept, file: this.#options.spool.file });
  }

  #tell(health: StoreHealth): void {
    const before = this.#told;
    this.#told = health;
    if (JSON.stringify(before) !== JSON.stringify(health)) this.#options.onHealth(health);
  }
}
