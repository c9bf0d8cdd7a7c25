import { ParasampleError } from '../../src-shared/errors';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';
import { assignLooks } from '../charts/palette';
import type { Link } from '../link/link.svelte';
import type { Announcer } from '../ui/announcer.svelte';
import { remember, remembered } from '../ui/memory';
import { Bursts } from './bursts';
import { reasonOf, statusTexts } from './describe';
import { headlineScore } from './headline-score';
import { type RunNews, takeNews } from './run-news';

/** So many of the newest runs are read when the window opens. */
const newestRead = 200;

/** The looks of so many runs, those seen last, are kept for the next time: the window's storage holds 5 MB of everything. */
const mostLooksKept = 5_000;

/** The newest runs of this machine and those a view asked for, kept up to date by the core's events. */
export class RunList {
  readonly #link: Link;
  readonly #announcer: Announcer;
  #byId: ReadonlyMap<string, RunSummary> = $state.raw(new Map());
  #absent: ReadonlySet<string> = $state.raw(new Set());
  #deleted: ReadonlySet<string> = $state.raw(new Set());
  /** Runs of this list that were removed with many others, which may come back with them. */
  readonly #hadBefore = new Set<string>();
  #whyLeft: ReadonlyMap<string, string> = $state.raw(new Map());
  #looks: Readonly<Record<string, number>> = $state.raw(storedLooks());
  #total: number = $state(0);
  /** For each reading of the list that is under way, what events have said since it began. */
  readonly #heard = new Set<Map<string, RunSummary | undefined>>();
  readonly #bursts = new Bursts<RunNews>((news) => this.#takeAll(news));
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

  /** How many runs there are, archived ones among them, whether or not they are in this list. */
  get total(): number {
    return this.#total;
  }

  get(runId: string): RunSummary | undefined {
    return this.#byId.get(runId);
  }

  /** Whether a run is known not to be there: it was asked for or removed, and not only not read yet. */
  isAbsent(runId: string): boolean {
    return this.#absent.has(runId);
  }

  /** Whether a run was deleted while this window was open, by whomever. */
  isDeleted(runId: string): boolean {
    return this.#deleted.has(runId);
  }

  /** Why this Parasample has left a run that it trained to another process, as a sentence; empty where it has not. */
  whyLeft(runId: string): string {
    return this.#whyLeft.get(runId) ?? '';
  }

  /** The look (colour and dash) that a run keeps in every chart and list. */
  lookOf(runId: string): number {
    return this.#looks[runId] ?? 0;
  }

  async load(): Promise<void> {
    const heard = new Map<string, RunSummary | undefined>();
    this.#heard.add(heard);
    try {
      await this.#load(heard);
    } finally {
      this.#heard.delete(heard);
    }
  }

  /** @param heard what events say of runs meanwhile: it is newer than what was asked for before; undefined for those that are gone */
  async #load(heard: ReadonlyMap<string, RunSummary | undefined>): Promise<void> {
    const { rows, total } = await this.#link.api.runsPage({ count: newestRead });
    const asked = [...this.#byId.values()].filter(({ id }) => !rows.some((run) => run.id === id));
    const fresh = await Promise.all(asked.map(({ id }) => this.#read(id)));
    this.#total = total;
    const read = new Map([...rows, ...fresh.flat()].map((run) => [run.id, run]));
    for (const [id, run] of heard)
      if (run) read.set(id, run);
      else read.delete(id);
    this.#keep(read);
    this.#loaded = true;
  }

  /** Reads the runs that are not here yet; one that does not exist stays absent. */
  async ask(runIds: readonly string[]): Promise<void> {
    const absent = runIds.filter((id) => !this.#byId.has(id));
    if (absent.length === 0) return;
    this.add((await Promise.all(absent.map((id) => this.#read(id)))).flat());
  }

  /** Takes in runs that a view has read. */
  add(runs: readonly RunSummary[]): void {
    this.#keep(new Map([...this.#byId, ...runs.map((run) => [run.id, run] as const)]));
  }

  async #read(runId: string): Promise<readonly RunSummary[]> {
    try {
      return [await this.#link.api.run(runId)];
    } catch (error) {
      // A line that is lost says nothing of the run.
      const isAbsent = error instanceof ParasampleError && error.kind === 'bad-input';
      if (isAbsent) this.#absent = new Set([...this.#absent, runId]);
      return [];
    }
  }

  #apply(event: CoreEvent): void {
    if (event.type === 'run') {
      for (const heard of this.#heard) heard.set(event.run.id, event.run);
      this.#bursts.add(event);
    }
    if (event.type === 'removed') {
      for (const heard of this.#heard) heard.set(event.runId, undefined);
      this.#bursts.add(event);
    }
    if (event.type === 'many') this.#takeMany(event.became, event.runIds);
    if (event.type === 'left') {
      this.#bursts.flush();
      void this.#leave(event.runId, event.reason);
    }
  }

  /** Of those that changed this list reads again only what it has: a window with a list of 10,000 runs would be slow in everything. */
  #takeMany(became: 'changed' | 'removed', runIds: readonly string[]): void {
    this.#bursts.flush();
    if (became === 'removed') {
      for (const heard of this.#heard) for (const runId of runIds) heard.set(runId, undefined);
      for (const runId of runIds) if (this.#byId.has(runId)) this.#hadBefore.add(runId);
      this.#takeAll(runIds.map((runId) => ({ type: 'removed', runId })));
      return;
    }
    const changed = new Set(runIds);
    this.#absent = new Set([...this.#absent].filter((runId) => !changed.has(runId)));
    const back = [...this.#hadBefore].filter((runId) => changed.has(runId));
    for (const runId of back) this.#hadBefore.delete(runId);
    // A list that cannot be read now is read with the next connection.
    void this.load()
      .then(() => this.ask(back))
      .catch(() => undefined);
  }

  // What it is by now, or whether it is still there, is not told along.
  async #leave(runId: string, reason: string): Promise<void> {
    this.#whyLeft = new Map([...this.#whyLeft, [runId, reason]]);
    this.#announcer.say(reason);
    const [run] = await this.#read(runId);
    if (run) this.#takeAll([{ type: 'run', run }]);
    else if (this.#absent.has(runId)) this.#takeAll([{ type: 'removed', runId }]);
  }

  /** What happened to one run, or to many in a moment: put into the list together, since each change of it draws what shows it. */
  #takeAll(news: readonly RunNews[]): void {
    const newest = this.#newestFirst[0]?.created ?? 0;
    const list = { byId: new Map(this.#byId), absent: new Set(this.#absent), total: this.#total, newest };
    const heard = news.flatMap((one) => takeNews(list, one) ?? []).at(-1);
    this.#absent = list.absent;
    this.#total = list.total;
    const deleted = news.flatMap((one) => (one.type === 'removed' ? [one.runId] : []));
    if (deleted.length > 0) this.#deleted = new Set([...this.#deleted, ...deleted]);
    if (heard) this.#announcer.say(announcement(heard));
    this.#keep(list.byId);
  }

  #keep(runs: ReadonlyMap<string, RunSummary>): void {
    this.#byId = runs;
    const unknown = [...runs.values()].filter(({ id }) => this.#looks[id] === undefined);
    if (unknown.length === 0) return;
    const oldestFirst = unknown.sort((a, b) => a.created - b.created).map(({ id }) => id);
    this.#looks = assignLooks(this.#looks, oldestFirst);
    remember('looks', JSON.stringify(Object.fromEntries(Object.entries(this.#looks).slice(-mostLooksKept))));
  }
}

function announcement(run: RunSummary): string {
  const { experiment, status } = run;
  const headline = isOver(status) ? headlineScore(run) : undefined;
  const score = headline === undefined ? '' : `test ${headline}`;
  const parts = [statusTexts[status].toLowerCase(), score, reasonOf(run)].filter((part) => part !== '');
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
