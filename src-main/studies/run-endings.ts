import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { isOver } from '../../src-shared/runs/runs';

/** Tells who waits for a run that it is over, or goes on elsewhere. */
export class RunEndings {
  readonly #waiting = new Map<string, (whyLeft: string) => void>();

  /** Takes every event of the core. */
  take(event: CoreEvent): void {
    if (event.type === 'run' && isOver(event.run.status)) this.#end(event.run.id, '');
    if (event.type === 'left') this.#end(event.runId, event.reason);
    if (event.type === 'removed') this.#end(event.runId, '');
    if (event.type === 'many' && event.became === 'removed')
      for (const runId of event.runIds) this.#end(runId, '');
  }

  /** Lets go of everybody: no run ends any more in this process. */
  close(): void {
    for (const runId of [...this.#waiting.keys()]) this.#end(runId, '');
  }

  /**
   * Resolves when a run that goes on now is over, or this process has left it: with why it did, as a sentence that is empty
   * where the run is over.
   */
  of(runId: string): Promise<string> {
    return new Promise((resolve) => this.#waiting.set(runId, resolve));
  }

  #end(runId: string, whyLeft: string): void {
    this.#waiting.get(runId)?.(whyLeft);
    this.#waiting.delete(runId);
  }
}
