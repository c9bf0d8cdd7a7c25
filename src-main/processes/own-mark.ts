import { ownProcess, showAlive } from './owner-process';

/** This process's mark on the runs of a home; once it is asked for, the process shows those of other machines that it lives. */
export class OwnMark {
  readonly #home: string;
  #end: (() => void) | undefined;

  constructor(home: string) {
    this.#home = home;
  }

  /** For runs: called before any is stored with it. */
  get text(): string {
    this.#end ??= showAlive(this.#home);
    return ownProcess();
  }

  /** This process has no run any more. */
  end(): void {
    this.#end?.();
    this.#end = undefined;
  }
}
