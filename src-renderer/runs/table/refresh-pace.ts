import type { CoreEvent } from '../../../src-shared/protocol/core-event';
import type { RunStatus, RunSummary } from '../../../src-shared/runs/runs';

const refreshDelayMs = 400;
/** A run that only goes on changes its own row; what its new values mean for the order is asked for less often. */
const reorderDelayMs = 5000;

/** Rows alone, or the columns too: reading them takes many times as long, and only what happens to runs can change them. */
export type Refreshed = 'rows' | 'rows and columns';

/** When the table of runs is read anew: at once for a person's change, soon after news, seldom while runs only go on. */
export class RefreshPace {
  readonly #refresh: (what: Refreshed) => void;
  readonly #statuses = new Map<string, RunStatus>();
  #what: Refreshed = 'rows';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;

  constructor(refresh: (what: Refreshed) => void) {
    this.#refresh = refresh;
  }

  /** Reads in so many milliseconds, or earlier where something else asks for that; once for all that asked. */
  later(delayMs: number, what: Refreshed = 'rows'): void {
    if (what === 'rows and columns') this.#what = what;
    const due = performance.now() + delayMs;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#begin(), delayMs);
  }

  /** Reads at once, what was to be read later with it: a person waits, and the core can answer while the page draws what was clicked. */
  now(): void {
    clearTimeout(this.#timer);
    this.#begin();
  }

  /** What an event of the core asks for. */
  take(event: CoreEvent): void {
    if (event.type === 'removed' || event.type === 'many') this.later(refreshDelayMs, 'rows and columns');
    // Which runs are its own is known once they are begun.
    if (event.type === 'study') this.later(refreshDelayMs);
    if (event.type !== 'run') return;
    if (this.#isNews(event.run)) this.later(refreshDelayMs, 'rows and columns');
    else this.later(reorderDelayMs);
  }

  /** Forgets what was to be read. */
  end(): void {
    clearTimeout(this.#timer);
    this.#due = Infinity;
  }

  #begin(): void {
    const what = this.#what;
    this.#what = 'rows';
    this.#due = Infinity;
    this.#refresh(what);
  }

  /** Whether a run is new, begins, ends or was changed by a person, and does not only go on. */
  #isNews({ id, status }: RunSummary): boolean {
    const before = this.#statuses.get(id);
    this.#statuses.set(id, status);
    return before !== status || status !== 'running';
  }
}
