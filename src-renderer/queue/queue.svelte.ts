import { sentenceOf } from '../../src-shared/errors';
import type { Queue } from '../../src-shared/runs/run-queue';
import type { Link } from '../link/link.svelte';

const readDelayMs = 500;

/** What runs and waits on this machine, kept up to date. */
export class QueueWatch {
  readonly #link: Link;
  #queue: Queue | undefined = $state.raw();
  #refusal: string = $state('');
  #unread: string = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  /** Undefined until it is read. */
  get queue(): Queue | undefined {
    return this.#queue;
  }

  /**
   * Why the last change was refused, which stays until the next change is asked for, or why the last reading failed;
   * empty where neither is so.
   */
  get trouble(): string {
    return this.#refusal || this.#unread;
  }

  /** Reads the queue and follows it. Returns the function that ends it. */
  follow(): () => void {
    const ends = [
      this.#link.onConnected(() => void this.#read()),
      this.#link.onEvent(({ type }) => {
        if (type === 'queue' || type === 'run' || type === 'removed' || type === 'many') this.#readLater();
      }),
    ];
    return () => {
      clearTimeout(this.#timer);
      for (const end of ends) end();
    };
  }

  /** Changes something about a run of the queue, and shows what came of it. */
  async act(doing: string, action: () => Promise<unknown>): Promise<void> {
    this.#refusal = '';
    try {
      await action();
    } catch (error) {
      this.#refusal = sentenceOf(error, doing);
    }
    await this.#read();
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
      this.#unread = '';
    } catch (error) {
      this.#unread = sentenceOf(error, 'Reading the queue');
    }
  }
}
