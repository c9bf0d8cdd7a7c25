import type { DataSettings } from './data-settings';
import { knownSeries, knownTables } from './known-sets';
import { unitInName } from './unit-in-name';

/** The unit of what is predicted, as far as the settings tell; undefined where only the file may. */
export function targetUnitOf(data: DataSettings): string | undefined {
  switch (data.dataset) {
    case 'concrete':
    case 'yacht':
    case 'protein':
    case 'power-plant':
      return knownTables[data.dataset].unit;
    case 'metro-traffic':
      return knownSeries[data.dataset].unit;
    case 'table':
      return data.task === 'regression' ? unitInName(data.target).unit : undefined;
    case 'time-series':
      return unitInName(data.valueColumn).unit;
    default:
      return undefined;
  }
}
