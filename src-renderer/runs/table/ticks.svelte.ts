import type { RunGroup } from '../../../src-shared/runs/run-table';
import type { RunTable } from './table.svelte';

type TickedTable = Pick<RunTable, 'runIdsBetween' | 'foundIds' | 'idsOfGroup' | 'matched' | 'view'>;

/** The runs of the table that are ticked: one by one, a range, or all that are found. */
export class Ticks {
  readonly #table: TickedTable;
  #ids: ReadonlySet<string> = $state.raw(new Set());
  /** What was found when all were ticked. */
  #found: { readonly asked: string; readonly ids: readonly string[] } | undefined = $state.raw();
  /** Those ticked that the table did not find when it last was asked. */
  #unfound: ReadonlySet<string> = $state.raw(new Set());
  /** The run that was ticked or unticked last: a range begins there, wherever it lies by then. */
  #anchor: string | undefined;

  constructor(table: TickedTable) {
    this.#table = table;
  }

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** Runs that were ticked when the table no longer found them: where they still are, they are acted on along with those in sight. */
  get unfound(): ReadonlySet<string> {
    return this.#unfound;
  }

  /** Ticks a run, or takes its tick away; the others of a range follow it. */
  async toggle(runId: string, isRange: boolean): Promise<void> {
    const isTicked = !this.#ids.has(runId);
    const anchor = isRange ? (this.#anchor ?? runId) : runId;
    this.#anchor = runId;
    this.#set([runId], isTicked);
    if (anchor !== runId) this.#set(await this.#table.runIdsBetween(anchor, runId), isTicked);
  }

  /** Ticks all runs of a group, folded or not; none of them where all are. */
  async toggleGroup(group: RunGroup): Promise<void> {
    const ids = await this.#table.idsOfGroup(group);
    this.#set(ids, !ids.every((id) => this.#ids.has(id)));
  }

  /** Whether all runs that the table finds were ticked together and still are: others may be ticked that it does not find by now. */
  areAllTicked(): boolean {
    const { asked, ids } = this.#found ?? {};
    if (asked !== this.#asked() || ids?.length !== this.#table.matched) return false;
    return ids.length > 0 && ids.every((id) => this.#ids.has(id));
  }

  /** Ticks all runs that the table finds, in sight or not; where all are, takes their ticks away. */
  async toggleAll(): Promise<void> {
    if (this.#found && this.areAllTicked()) this.#set(this.#found.ids, false);
    else await this.tickAll();
  }

  async tickAll(): Promise<void> {
    const asked = this.#asked();
    const ids = await this.#table.foundIds();
    this.#found = { asked, ids };
    this.#set(ids, true);
  }

  /** Looks anew which ticked runs the table does not find; to be called whenever it finds others. */
  async lookForUnfound(): Promise<void> {
    const asked = this.#asked();
    const found = this.#ids.size > 0 ? new Set(await this.#table.foundIds()) : new Set<string>();
    if (asked === this.#asked()) this.#unfound = new Set([...this.#ids].filter((id) => !found.has(id)));
  }

  clear(): void {
    this.#ids = new Set();
    this.#anchor = undefined;
  }

  #asked(): string {
    const { scope, query } = this.#table.view;
    return `${scope} ${query}`;
  }

  #set(runIds: readonly string[], areTicked: boolean): void {
    const next = new Set(this.#ids);
    for (const id of runIds)
      if (areTicked) next.add(id);
      else next.delete(id);
    this.#ids = next;
  }
}
