import { untrack } from 'svelte';

/** Something the command palette can do. */
export interface Command {
  readonly label: string;
  /** What it belongs to: "Go to", "This run", "Run". */
  readonly kind: string;
  readonly act: () => unknown;
}

/** What the views that are shown let the command palette do. */
export class OfferedCommands {
  #offers: readonly (() => readonly Command[])[] = $state.raw([]);

  /** Those that make sense now. */
  get now(): readonly Command[] {
    return this.#offers.flatMap((offer) => offer());
  }

  /** Adds a view's commands, asked for whenever the palette shows them. Returns the function that takes them away. */
  offer(commands: () => readonly Command[]): () => void {
    // What offers does not depend on who else does: an effect that did would begin itself anew.
    this.#offers = [...untrack(() => this.#offers), commands];
    return () => {
      this.#offers = untrack(() => this.#offers).filter((one) => one !== commands);
    };
  }
}
