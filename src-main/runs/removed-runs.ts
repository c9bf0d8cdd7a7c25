import { rm } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { isOver } from '../../src-shared/runs';
import type { Store } from '../store/store';
import type { RunSupervisor } from './run-supervisor';

/** Between two looks for removed runs whose undo has passed, in milliseconds. */
const purgeEveryMs = 60_000;

/** Removes runs that are over so that it can be undone, and clears them away when it no longer can. */
export class RemovedRuns {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Store,
    private readonly supervisor: RunSupervisor,
  ) {}

  /** Clears away now and every minute what was removed before the undo window. */
  start(): void {
    void this.purge();
    this.timer = setInterval(() => void this.purge(), purgeEveryMs);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Removes all of these runs. Throws BadInputError, with none removed, where one is not over. */
  remove(runIds: readonly string[]): void {
    for (const runId of runIds) {
      const { status } = this.supervisor.summary(runId);
      if (!isOver(status))
        throw new BadInputError(`Run ${runId} is still ${status}; stop it before removing it.`);
    }
    this.store.annotations.remove(runIds, Date.now());
  }

  private async purge(): Promise<void> {
    try {
      for (let id = this.purgeOne(); id !== undefined; id = this.purgeOne())
        await rm(this.supervisor.runFolder(id), { recursive: true, force: true });
    } catch {
      // A store that is busy or read-only now is cleared later.
    }
  }

  private purgeOne(): string | undefined {
    return this.store.annotations.purgeOne(Date.now());
  }
}
