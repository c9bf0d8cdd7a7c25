import { type DataSettings, dataFacts, itemKindOf, namesPixels } from '../experiment/data';
import { headsOf } from '../experiment/data/heads';

/** What items can be told apart by where they are no rows of a table: their class, what came, whose series they are of, or when. */
export type ItemGrouping = 'class' | 'target' | 'series' | 'hour' | 'weekday' | 'month';

/** The ways for these data; none for a table, whose columns are the ways, nor of class maps or several heads. */
export function itemGroupings(data: DataSettings): readonly ItemGrouping[] {
  const kind = itemKindOf(data).name;
  if (kind === 'table') return [];
  if (namesPixels(data) || headsOf(data).length > 0) return [];
  if (dataFacts(data).namesClasses(data)) return ['class'];
  const byTarget = dataFacts(data).hasManyTargets(data) ? [] : (['target'] as const);
  const bySeries =
    data.dataset === 'time-series' && data.seriesColumn !== undefined ? (['series'] as const) : [];
  return [
    ...byTarget,
    ...bySeries,
    ...(kind === 'time-series' ? (['hour', 'weekday', 'month'] as const) : []),
  ];
}
