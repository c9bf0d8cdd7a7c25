import type { RunColumn, RunGroup } from '../../../src-shared/runs/run-table';
import { lowered } from '../../../src-shared/words/lowered';
import { columnHeading, columnLabel, columnText } from '../cells';

type Column = Pick<RunColumn, 'path' | 'kind' | 'source'>;

const none = 'none';

/** What a group's runs have in common: "learning rate 0.01 · prior std 1"; a study is called by its name. */
export function groupLabel(group: Pick<RunGroup, 'study' | 'values'>, grouping: readonly Column[]): string {
  if (group.study) return group.study.name;
  const said = valuesOf(group, grouping)
    // Of many columns, those that say nothing of this group take the room of the others.
    .filter(({ text }) => text !== none || grouping.length === 1)
    .map(({ path, text }) => `${lowered(columnHeading(path))} ${text}`);
  return said.join(' · ') || 'alike but for the seed';
}

/** The same, whole and with the columns' whole names. */
export function groupTitle(group: Pick<RunGroup, 'study' | 'values'>, grouping: readonly Column[]): string {
  if (group.study) return `Study: ${group.study.name}`;
  const said = valuesOf(group, grouping).map(({ path, text }) => `${columnLabel(path)}: ${text}`);
  return said.join(', ') || 'Alike but for the seed';
}

function valuesOf({ values }: Pick<RunGroup, 'values'>, grouping: readonly Column[]) {
  return grouping.map((column, place) => {
    const value = values[place];
    return { path: column.path, text: value === undefined ? none : columnText(column, value) };
  });
}
