import type { RunGroup } from '../../../src-shared/runs/run-table';

/** What a line of a grouped table is: the head of a group, or a run by its index among all runs. */
export type GroupedLine =
  | { readonly kind: 'head'; readonly group: RunGroup; readonly isFolded: boolean }
  | { readonly kind: 'run'; readonly row: number };

/** Where the heads and runs of groups stand in a table, folded groups without their runs. */
export class GroupLayout {
  readonly length: number;
  readonly #groups: readonly RunGroup[];
  readonly #folded: ReadonlySet<string>;
  /** Line of each group's head. */
  readonly #heads: readonly number[];

  /** @param folded groups whose runs are not shown, by `groupKey` */
  constructor(groups: readonly RunGroup[], folded: ReadonlySet<string>) {
    const heads: number[] = [];
    let line = 0;
    for (const group of groups) {
      heads.push(line);
      line += 1 + (folded.has(groupKey(group)) ? 0 : group.runs);
    }
    this.length = line;
    this.#groups = groups;
    this.#folded = folded;
    this.#heads = heads;
  }

  /** The line at an index, from 0; undefined beyond the last. */
  line(index: number): GroupedLine | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const place = this.#groupAt(index);
    const group = this.#groups[place];
    const head = this.#heads[place] ?? 0;
    if (!group) return undefined;
    if (index === head) return { kind: 'head', group, isFolded: this.#folded.has(groupKey(group)) };
    return { kind: 'run', row: group.first + index - head - 1 };
  }

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

/** What a group is known by: its values, null where it has none. */
export function groupKey({ values }: Pick<RunGroup, 'values'>): string {
  return JSON.stringify(values);
}
