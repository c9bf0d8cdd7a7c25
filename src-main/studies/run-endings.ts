import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { isOver } from '../../src-shared/runs/runs';

/** Tells who waits for a run that it is over. */
export class RunEndings {
  readonly #waiting = new Map<string, () => void>();

  /** Takes every event of the core. */
  take(event: CoreEvent): void {
    if (event.type !== 'run' || !isOver(event.run.status)) return;
    this.#waiting.get(event.run.id)?.();
    this.#waiting.delete(event.run.id);
  }

  /** Lets go of everybody: no run ends any more in this process. */
  close(): void {
    for (const resolve of this.#waiting.values()) resolve();
    this.#waiting.clear();
  }

  /** Resolves when a run that goes on now is over. */
  of(runId: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(runId, resolve));
  }
}
