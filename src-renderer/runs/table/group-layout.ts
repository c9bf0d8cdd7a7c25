import type { RunGroup } from '../../../src-shared/runs/run-table';

/** What a line of a table with groups is: the head of a group, or a run, of a group or of none, by its index among all runs. */
export type GroupedLine =
  | { readonly kind: 'head'; readonly group: RunGroup; readonly isFolded: boolean }
  | { readonly kind: 'run'; readonly row: number };

/** Where the heads and runs of groups stand in a table, and the runs of none between them; folded groups without their runs. */
export class GroupLayout {
  readonly length: number;
  readonly #groups: readonly RunGroup[];
  readonly #isFolded: (group: RunGroup) => boolean;
  /** Line of each group's head. */
  readonly #heads: readonly number[];
  readonly #runs: number;

  /** @param runs how many there are in all; @param isFolded whether the runs of a group are not shown */
  constructor(groups: readonly RunGroup[], runs: number, isFolded: (group: RunGroup) => boolean) {
    const heads: number[] = [];
    /** Lines that heads have added so far, without those that folded groups have taken away. */
    let added = 0;
    for (const group of groups) {
      heads.push(group.first + added);
      added += 1 - (isFolded(group) ? group.runs : 0);
    }
    this.length = runs + added;
    this.#groups = groups;
    this.#isFolded = isFolded;
    this.#heads = heads;
    this.#runs = runs;
  }

  /** The line at an index, from 0; undefined beyond the last. */
  line(index: number): GroupedLine | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const place = this.#groupAt(index);
    const group = this.#groups[place];
    const head = this.#heads[place] ?? 0;
    if (!group || index < head) return { kind: 'run', row: index };
    const isFolded = this.#isFolded(group);
    if (index === head) return { kind: 'head', group, isFolded };
    // Below a folded group lie the runs after its own.
    const skipped = isFolded ? group.runs : 0;
    const row = group.first + skipped + index - head - 1;
    return row < this.#runs ? { kind: 'run', row } : undefined;
  }

  /** The last group whose head is not below this line; the first one where all are. */
  #groupAt(index: number): number {
    let low = 0;
    let high = this.#heads.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#heads[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** What a group is known by: its study, or its values, null where it has none. */
export function groupKey({ study, values }: Pick<RunGroup, 'study' | 'values'>): string {
  return study ? `study ${study.id}` : JSON.stringify(values);
}
