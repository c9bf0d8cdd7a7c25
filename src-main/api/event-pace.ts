import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';

/** Between two reports of a run that only goes on, in milliseconds: a person reads figures no faster. */
const paceMs = 1000;

type News = CoreEvent & { readonly type: 'news' };

/** A run that was told of within the last `paceMs`. */
interface Told {
  readonly timer: NodeJS.Timeout;
  /** What was last said of it besides how far it is. */
  state: string | undefined;
  run?: CoreEvent | undefined;
  news?: News | undefined;
}

/**
 * Hands events on to a window. What changes is told at once; how far a run is, and that it measured more, at most once
 * every `paceMs`, both together: each report costs the window a frame.
 */
export class EventPace {
  readonly #told = new Map<string, Told>();
  readonly #send: (event: CoreEvent) => void;

  constructor(send: (event: CoreEvent) => void) {
    this.#send = send;
  }

  take(event: CoreEvent): void {
    if (event.type === 'run') this.#takeRun(event, event.run);
    else if (event.type === 'news') this.#takeNews(event);
    else {
      if (event.type === 'removed' || event.type === 'left') this.#forget(event.runId);
      // What is held back of them may be of before.
      if (event.type === 'many') for (const runId of event.runIds) this.#forget(runId);
      this.#send(event);
    }
  }

  /** What is held back is not told any more. */
  end(): void {
    for (const runId of [...this.#told.keys()]) this.#forget(runId);
  }

  #forget(runId: string): void {
    clearTimeout(this.#told.get(runId)?.timer);
    this.#told.delete(runId);
  }

  #takeRun(event: CoreEvent, run: RunSummary): void {
    const told = this.#told.get(run.id) ?? this.#open(run.id);
    const state = stateOf(run);
    if (state === told.state && !isOver(run.status)) {
      told.run = event;
      return;
    }
    // What it measured comes before what became of it.
    if (told.news) this.#send(told.news);
    this.#send(event);
    told.state = state;
    told.news = undefined;
    told.run = undefined;
  }

  #takeNews(event: News): void {
    const told = this.#told.get(event.runId);
    if (told) told.news = { ...event, hasLines: event.hasLines || told.news?.hasLines === true };
    else {
      this.#open(event.runId);
      this.#send(event);
    }
  }

  #open(runId: string, state?: string): Told {
    const told = { state, timer: setTimeout(() => this.#close(runId), paceMs) };
    this.#told.set(runId, told);
    return told;
  }

  #close(runId: string): void {
    const { news, run, state } = this.#told.get(runId) ?? {};
    this.#told.delete(runId);
    if (!news && !run) return;
    this.#open(runId, state);
    if (news) this.#send(news);
    if (run) this.#send(run);
  }
}

/** All that a run says of itself but how far it is. */
function stateOf(run: RunSummary): string {
  return JSON.stringify({ ...run, progress: run.progress?.phase, metrics: undefined });
}
