import { FailedError, sentenceOf } from '../../src-shared/errors';
import type { CommandSurroundings } from './command';

/** Something that takes a while to begin, then goes on, and that Ctrl-C stops. */
export interface Stoppable<Begun, Result> {
  /** As it stands in a sentence: the run. */
  readonly name: string;
  begin(): Promise<Begun>;
  /** At the first Ctrl-C. */
  stop(begun: Begun): Promise<unknown>;
  /** At each further one. */
  endNow(begun: Begun): Promise<unknown>;
  follow(begun: Begun): Promise<Result>;
}

export interface Followed<Result> {
  readonly result: Result;
  /** When Ctrl-C came, if it did. */
  readonly interrupted?: 'before it began' | 'after it began';
}

/**
 * Begins something and follows it to its end. A Ctrl-C that comes before it has begun is kept until it can be stopped in order: it may
 * be half stored, or half submitted.
 * @throws FailedError at a second Ctrl-C before it has begun
 */
export async function beginAndFollow<Begun, Result>(
  stoppable: Stoppable<Begun, Result>,
  surroundings: CommandSurroundings,
): Promise<Followed<Result>> {
  const interrupts = new BeginInterrupts(stoppable, surroundings.terminal);
  const endListening = surroundings.onInterrupt(() => interrupts.take());
  try {
    const begun = await Promise.race([stoppable.begin(), interrupts.givenUp]);
    interrupts.begun(begun);
    const result = await stoppable.follow(begun);
    const { when } = interrupts;
    return { result, ...(when ? { interrupted: when } : {}) };
  } finally {
    endListening();
  }
}

class BeginInterrupts<Begun, Result> {
  when: Followed<Result>['interrupted'];
  readonly givenUp: Promise<never>;
  #begun?: { readonly value: Begun };
  #giveUp: (error: FailedError) => void = () => undefined;
  readonly #stoppable: Stoppable<Begun, Result>;
  readonly #terminal: CommandSurroundings['terminal'];

  constructor(stoppable: Stoppable<Begun, Result>, terminal: CommandSurroundings['terminal']) {
    this.givenUp = new Promise((_resolve, reject) => {
      this.#giveUp = reject;
    });
    this.#stoppable = stoppable;
    this.#terminal = terminal;
  }

  take(): void {
    const isFirst = this.when === undefined;
    this.when ??= this.#begun ? 'after it began' : 'before it began';
    const { name, stop, endNow } = this.#stoppable;
    if (this.#begun) this.#do(isFirst ? stop(this.#begun.value) : endNow(this.#begun.value));
    else if (isFirst)
      this.#terminal.note(
        `Stopping: ${name} has not begun yet, and is stopped once what it needs is checked. Ctrl-C again ends this at once.`,
      );
    else
      this.#giveUp(
        new FailedError(`Ended before ${name} had begun: nothing of it is kept, and nothing was changed.`),
      );
  }

  begun(value: Begun): void {
    this.#begun = { value };
    if (this.when) this.#do(this.#stoppable.stop(value));
  }

  #do(ending: Promise<unknown>): void {
    ending.catch((error: unknown) =>
      this.#terminal.note(sentenceOf(error, `Stopping ${this.#stoppable.name}`)),
    );
  }
}
