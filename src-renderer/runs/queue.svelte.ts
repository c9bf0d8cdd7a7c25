import { sentenceOf } from '../../src-shared/errors';
import type { Queue } from '../../src-shared/run-queue';
import type { Link } from '../core/link.svelte';

const readDelayMs = 500;

/** What runs and waits on this machine, kept up to date. */
export class QueueWatch {
  readonly #link: Link;
  #queue: Queue | undefined = $state.raw();
  #trouble: string = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  /** Undefined until it is read. */
  get queue(): Queue | undefined {
    return this.#queue;
  }

  /** Why the last reading or change failed; empty where it did not. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Reads the queue and follows it. Returns the function that ends it. */
  follow(): () => void {
    const ends = [
      this.#link.onConnected(() => void this.#read()),
      this.#link.onEvent(({ type }) => {
        if (type === 'queue' || type === 'run' || type === 'removed') this.#readLater();
      }),
    ];
    return () => {
      clearTimeout(this.#timer);
      for (const end of ends) end();
    };
  }

  /** Changes something about a run of the queue, and shows what came of it. */
  async act(doing: string, action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
      await this.#read();
    } catch (error) {
      this.#trouble = sentenceOf(error, doing);
    }
  }

  #readLater(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#read();
    }, readDelayMs);
  }

  async #read(): Promise<void> {
    try {
      this.#queue = await this.#link.api.queue();
      this.#trouble = '';
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the queue');
    }
  }
}
