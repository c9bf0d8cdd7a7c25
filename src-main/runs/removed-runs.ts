import { existsSync, readdirSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { isOver } from '../../src-shared/runs/runs';
import { freeNetworks } from '../networks/unneeded-networks';
import type { Store } from '../store/store';
import type { RunSupervisor } from './run-supervisor';

/** Of the folder of a run that is being cleared away; no run's id ends so. */
const purgedEnding = '.purged';

/** Between two looks for removed runs whose undo has passed, in milliseconds. */
const purgeEveryMs = 60_000;

/** Removes runs that are over so that it can be undone, and clears them away when it no longer can. */
export class RemovedRuns {
  #timer: NodeJS.Timeout | undefined;
  readonly #store: Store;
  readonly #supervisor: Pick<RunSupervisor, 'runFolder' | 'summary'>;

  readonly #home: string;

  constructor(store: Store, supervisor: Pick<RunSupervisor, 'runFolder' | 'summary'>, home: string) {
    this.#store = store;
    this.#home = home;
    this.#supervisor = supervisor;
  }

  /** Clears away now and every minute what was removed before the undo window. */
  start(): void {
    void this.#purge();
    this.#timer = setInterval(() => void this.#purge(), purgeEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  /** Removes all of these runs. Throws BadInputError, with none removed, where one is not over. */
  remove(runIds: readonly string[]): void {
    for (const runId of runIds) this.#refuseOpen(runId);
    this.#store.annotations.remove(runIds, Date.now());
  }

  /** Only what is not known to be over is read whole: that takes many times as long. */
  #refuseOpen(runId: string): void {
    const stored = this.#store.reader.standing(runId);
    const { status } = stored && isOver(stored.status) ? stored : this.#supervisor.summary(runId);
    if (!isOver(status))
      throw new BadInputError(`Run ${runId} is still ${status}; stop it before removing it.`);
  }

  async #purge(): Promise<void> {
    try {
      while (this.#purgeOne() !== undefined);
      // Those of a process that was killed here too.
      for (const folder of this.#setAside()) await rm(folder, { recursive: true, force: true });
      await freeNetworks(this.#home, (text) => this.#store.annotations.isNamed(text));
    } catch {
      // A store that is busy or read-only now is cleared later.
    }
  }

  /** Its folder is renamed first: nobody would look for the folder of a run that the store no longer knows. */
  #purgeOne(): string | undefined {
    return this.#store.annotations.purgeOne(Date.now(), (runId) => {
      const folder = this.#supervisor.runFolder(runId);
      if (existsSync(folder)) renameSync(folder, folder + purgedEnding);
    });
  }

  #setAside(): readonly string[] {
    const runs = dirname(this.#supervisor.runFolder('any'));
    if (!existsSync(runs)) return [];
    const names = readdirSync(runs).filter((name) => name.endsWith(purgedEnding));
    return names.map((name) => join(runs, name));
  }
}
