import type { RunGroup } from '../../../src-shared/runs/run-table';
import { groupKey } from './group-layout';

/** Which groups of the table show their head alone: studies begin so, other groups do not. */
export class Folds {
  /** Groups that were folded or unfolded by hand. */
  #turned: ReadonlySet<string> = $state.raw(new Set());

  isFolded(group: RunGroup): boolean {
    return (group.study !== undefined) !== this.#turned.has(groupKey(group));
  }

  /** Hides the runs of a group, or shows them again. */
  turn(group: RunGroup): void {
    const turned = new Set(this.#turned);
    if (!turned.delete(groupKey(group))) turned.add(groupKey(group));
    this.#turned = turned;
  }

  /** Hides the runs of all these groups, or shows them. */
  turnAll(groups: readonly RunGroup[], areFolded: boolean): void {
    const turned = groups.filter((group) => (group.study !== undefined) !== areFolded);
    this.#turned = new Set(turned.map(groupKey));
  }
}
