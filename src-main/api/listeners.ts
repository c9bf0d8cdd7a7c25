import type { CoreEvent } from '../../src-shared/protocol/core-event';

type Listener = (event: CoreEvent) => void;

/** Something that is only worth doing while somebody listens. */
interface Watch {
  start(): void;
  stop(): void;
}

/** Who is told what happens in the core. */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  #watch: Watch | undefined;

  whileHeard(watch: Watch): void {
    this.#watch = watch;
  }

  /** @returns what ends it */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#watch?.start();
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#watch?.stop();
    };
  }

  tell(event: CoreEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  clear(): void {
    this.#listeners.clear();
    this.#watch?.stop();
  }
}
