import { connectClient, type ServedCore } from '../../src-main/api/connection';
import type { Channel } from '../../src-renderer/link/connection';

/** A line to a core in the same process, which a spec can break. */
export class MemoryLine implements Channel {
  #toPage: (message: unknown) => void = () => undefined;
  #toCore: (message: unknown) => void = () => undefined;
  #onClosed: () => void = () => undefined;
  readonly #end: () => void;

  constructor(core: ServedCore) {
    this.#end = connectClient(core, {
      post: (message) => this.#toPage(message),
      on: (listener) => {
        this.#toCore = listener;
      },
    });
  }

  post(message: unknown): void {
    this.#toCore(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#toPage = listener;
  }

  onClosed(listener: () => void): void {
    this.#onClosed = listener;
  }

  break(): void {
    this.#end();
    this.#onClosed();
  }
}
