import type { LogLine } from '../../../src-shared/runs/runs';
import type { Link } from '../../link/link.svelte';
import { NewsReading } from '../../link/news-reading';

const levels = ['warning', 'error'] as const;

/** The warnings and errors of a run's log, read as they come, for the marks on its timeline. */
export class RunMarks {
  readonly #link: Link;
  readonly #runId: string;
  readonly #last: Record<(typeof levels)[number], number> = { warning: 0, error: 0 };
  readonly #news = new NewsReading(() => this.#readLevels());
  #lines: readonly LogLine[] = $state.raw([]);

  constructor(link: Link, runId: string) {
    this.#link = link;
    this.#runId = runId;
  }

  /** Oldest first. */
  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** Reads what there is and follows what comes. Returns the function that ends it. */
  follow(): () => void {
    const ends = [
      this.#link.onConnected(() => this.#read()),
      this.#link.onEvent((event) => {
        if (event.type === 'news' && event.runId === this.#runId && event.hasLines) this.#read();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  #read(): void {
    // The marks only lead to the log, which tells by itself when it cannot be read.
    this.#news.takeNews().catch(() => undefined);
  }

  async #readLevels(): Promise<boolean> {
    for (const level of levels) await this.#readLevel(level);
    return false;
  }

  async #readLevel(level: (typeof levels)[number]): Promise<void> {
    const lines = await this.#link.api.logs(this.#runId, this.#last[level], { level });
    const last = lines.at(-1);
    if (!last) return;
    this.#last[level] = last.id;
    this.#lines = [...this.#lines, ...lines].sort((a, b) => a.time - b.time);
  }
}
