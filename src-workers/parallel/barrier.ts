import type { PeerLink } from './peer-link';
import { PeerLostError } from './peer-lost-error';

/** Lets all workers of a run wait for each other, again and again, over their links. One wait at a time. */
export class Barrier {
  #round = 0;
  #waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  #stopReason: unknown;
  readonly #links: ReadonlyMap<number, PeerLink>;

  constructor(links: ReadonlyMap<number, PeerLink>) {
    this.#links = links;

    for (const link of links.values()) link.onChange = () => this.#check();
  }

  /** Says that this worker has come once more. */
  arrive(): void {
    this.#round += 1;
    for (const link of this.#links.values()) link.announceBarrier();
  }

  /** Resolves once every worker has come as often as this one; rejects with PeerLostError if one cannot. */
  whenAllCame(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#check();
    });
  }

  /** Ends the present wait and all later ones with this reason. */
  stop(reason: unknown): void {
    this.#stopReason = reason;
    this.#check();
  }

  #check(): void {
    if (!this.#waiting) return;
    const behind = [...this.#links].filter(([, link]) => link.reached < this.#round);
    const lost = behind.find(([, link]) => link.isLost);
    const { resolve, reject } = this.#waiting;
    if (this.#stopReason === undefined && !lost && behind.length > 0) return;
    this.#waiting = undefined;
    if (this.#stopReason !== undefined) reject(this.#stopReason);
    else if (lost) reject(new PeerLostError(lost[0]));
    else resolve();
  }
}
