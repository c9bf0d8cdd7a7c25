import { RunEnds } from '../../src-shared/runs/run-end';
import type { Link } from '../link/link.svelte';

/** Counts the runs that end while nobody looks at the page, for the title of its tab. */
export class UnseenEnds {
  readonly #ends = new RunEnds();
  #count: number = $state(0);

  constructor(link: Link) {
    link.onEvent((event) => {
      if (this.#ends.take(event) && document.hidden) this.#count += 1;
    });
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#count = 0;
    });
  }

  /** Goes before the title: "(2 ended) ", or nothing. */
  get mark(): string {
    return this.#count === 0 ? '' : `(${this.#count} ended) `;
  }
}
