import type { DataSettings } from './data-settings';
import { knownTables } from './table';
import { knownSeries } from './time-series';

/** The unit of what is predicted, of data sets that this version knows; undefined where only the file may tell. */
export function targetUnitOf({ dataset }: DataSettings): string | undefined {
  switch (dataset) {
    case 'concrete':
    case 'yacht':
    case 'protein':
    case 'power-plant':
      return knownTables[dataset].unit;
    case 'metro-traffic':
      return knownSeries[dataset].unit;
    default:
      return undefined;
  }
}
