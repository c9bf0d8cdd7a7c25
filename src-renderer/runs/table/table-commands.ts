import { allButSeed } from '../../../src-shared/runs/run-groups';
import { runScopeSchema } from '../../../src-shared/runs/run-table';
import type { Command } from '../../ui/offered-commands.svelte';
import { goTo } from '../../ui/route';
import { columnHeading } from '../cells';
import type { RunTable } from './table.svelte';
import { scopeTexts } from './table-view';
import type { Ticks } from './ticks.svelte';

const kind = 'Table';

/** What the table of runs can do as it stands: find, sort, group, fold, tick and compare. */
export function tableCommands(table: RunTable, ticks: Ticks, find: () => void): readonly Command[] {
  const { view } = table;
  const command = (label: string, act: () => unknown): Command => ({ label, kind, act });
  const change = (label: string, part: Parameters<RunTable['change']>[0]) =>
    command(label, () => table.change(part));
  const runIds = [...ticks.ids];
  return [
    command('Find runs', find),
    ...(view.query === '' ? [] : [change('Find all runs again', { query: '' })]),
    ...(table.matched > 0 ? [command('Tick all runs that are found', () => ticks.tickAll())] : []),
    ...(runIds.length > 1
      ? [command('Compare the ticked runs', () => goTo({ view: 'compare', runIds }))]
      : []),
    ...(runIds.length > 0 ? [command('Untick all runs', () => ticks.clear())] : []),
    ...(table.canFoldStudies
      ? [
          change(table.foldsStudies ? 'Lay out the runs of studies singly' : 'Fold studies', {
            foldStudies: !table.foldsStudies,
          }),
        ]
      : []),
    ...(view.groupBy === allButSeed ? [] : [change('Group by all but the seed', { groupBy: allButSeed })]),
    ...(view.groupBy.length > 0
      ? [
          change('Group by nothing', { groupBy: [] }),
          command(table.isFolded ? 'Unfold all groups' : 'Fold all groups', () =>
            table.foldAll(!table.isFolded),
          ),
        ]
      : []),
    ...runScopeSchema.options
      .filter((scope) => scope !== view.scope)
      .map((scope) => change(`Show ${scopeTexts[scope].toLowerCase()}`, { scope })),
    ...['name', 'created', ...table.shownColumns.filter((path) => path !== 'created')].map((column) =>
      command(`Sort by ${columnHeading(column)}`, () => table.sortBy(column)),
    ),
  ];
}
