import type { RunGroup } from '../../../src-shared/runs/run-table';
import type { RunTable } from './table.svelte';

type TickedTable = Pick<RunTable, 'runIdsAt' | 'foundIds' | 'idsOfGroup'>;

/** The runs of the table that are ticked: one by one, a range of lines, or all that are found. */
export class Ticks {
  readonly #table: TickedTable;
  #ids: ReadonlySet<string> = $state.raw(new Set());
  /** The line that was ticked or unticked last: a range begins there. */
  #anchor: number | undefined;

  constructor(table: TickedTable) {
    this.#table = table;
  }

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** Ticks a run, or takes its tick away; the other ends of a range of lines follow it. */
  async toggle(runId: string, line: number, isRange: boolean): Promise<void> {
    const isTicked = !this.#ids.has(runId);
    const anchor = isRange ? (this.#anchor ?? line) : line;
    this.#anchor = line;
    this.#set([runId], isTicked);
    const [first, last] = anchor < line ? [anchor, line] : [line, anchor];
    if (first < last) this.#set(await this.#table.runIdsAt(first, last), isTicked);
  }

  /** Ticks all runs of a group, folded or not; none of them where all are. */
  async toggleGroup(group: RunGroup): Promise<void> {
    const ids = await this.#table.idsOfGroup(group);
    this.#set(ids, !ids.every((id) => this.#ids.has(id)));
  }

  /** Ticks all runs that the table finds, in sight or not; none where all are. */
  async toggleAll(areTicked: boolean): Promise<void> {
    if (areTicked) this.clear();
    else this.#set(await this.#table.foundIds(), true);
  }

  clear(): void {
    this.#ids = new Set();
    this.#anchor = undefined;
  }

  #set(runIds: readonly string[], areTicked: boolean): void {
    const next = new Set(this.#ids);
    for (const id of runIds)
      if (areTicked) next.add(id);
      else next.delete(id);
    this.#ids = next;
  }
}
