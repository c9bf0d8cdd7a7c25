import type { CoreEvent } from '../../src-shared/api';
import { isOver, type RunSummary } from '../../src-shared/runs';
import { assignLooks } from '../charts/palette';
import type { Announcer } from '../core/announcer.svelte';
import type { Link } from '../core/link.svelte';
import { remember, remembered } from '../core/memory';
import { formatMetric } from '../format/numbers';
import { statusTexts } from './describe';

/** All runs of this machine, kept up to date by the core's events. */
export class RunList {
  readonly #link: Link;
  readonly #announcer: Announcer;
  #byId: ReadonlyMap<string, RunSummary> = $state.raw(new Map());
  #looks: Readonly<Record<string, number>> = $state.raw(storedLooks());
  #loaded: boolean = $state(false);
  #newestFirst: readonly RunSummary[] = $derived(
    [...this.#byId.values()].sort((a, b) => b.created - a.created),
  );

  constructor(link: Link, announcer: Announcer) {
    this.#link = link;
    this.#announcer = announcer;
    link.onEvent((event) => this.#apply(event));
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get newestFirst(): readonly RunSummary[] {
    return this.#newestFirst;
  }

  get(runId: string): RunSummary | undefined {
    return this.#byId.get(runId);
  }

  /** The look (colour and dash) that a run keeps in every chart and list. */
  lookOf(runId: string): number {
    return this.#looks[runId] ?? 0;
  }

  async load(): Promise<void> {
    const runs = await this.#link.api.runs();
    this.#replace(new Map(runs.map((run) => [run.id, run])));
    this.#loaded = true;
  }

  #apply(event: CoreEvent): void {
    if (event.type === 'run') this.#put(event.run);
    if (event.type === 'removed') {
      const rest = new Map(this.#byId);
      rest.delete(event.runId);
      this.#replace(rest);
    }
  }

  #put(run: RunSummary): void {
    const before = this.#byId.get(run.id);
    if (before?.status !== run.status) this.#announcer.say(announcement(run));
    this.#replace(new Map(this.#byId).set(run.id, run));
  }

  #replace(runs: ReadonlyMap<string, RunSummary>): void {
    const isSameSet = runs.size === this.#byId.size && [...runs.keys()].every((id) => this.#byId.has(id));
    this.#byId = runs;
    if (isSameSet) return;
    const oldestFirst = [...runs.values()].sort((a, b) => a.created - b.created).map(({ id }) => id);
    this.#looks = assignLooks(this.#looks, oldestFirst);
    remember('looks', JSON.stringify(this.#looks));
  }
}

function announcement({ experiment, status, metrics, reason }: RunSummary): string {
  const accuracy = metrics['test.accuracy'];
  const score =
    isOver(status) && accuracy !== undefined ? `test accuracy ${formatMetric('accuracy', accuracy)}` : '';
  const parts = [statusTexts[status].toLowerCase(), score, reason].filter((part) => part !== '');
  return `${experiment.name}: ${parts.join(', ')}`;
}

function storedLooks(): Readonly<Record<string, number>> {
  try {
    const stored: unknown = JSON.parse(remembered('looks') ?? '{}');
    const entries = Object.entries(stored ?? {}).filter(([, look]) => Number.isInteger(look));
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
