import { z } from 'zod';
import type { KnownDataChoice, KnownSet } from './data-choice';
import { windows } from './kinds/time-series';
import {
  type SeriesFacts,
  type SeriesLayout,
  windowCounts,
  windowFields,
  windowSettings,
  windowShape,
} from './series-windows';

const settings = z.strictObject({ dataset: z.enum(['metro-traffic']), ...windowSettings });

interface SeriesSet extends KnownSet, Omit<SeriesLayout, 'file'> {
  readonly steps: number;
}

const sets: Readonly<Record<z.output<typeof settings>['dataset'], SeriesSet>> = {
  'metro-traffic': {
    title: 'Metro traffic',
    about:
      'Vehicles per hour on Interstate 94 between Minneapolis and St Paul, October 2016 to September 2018.',
    licence: 'CC BY 4.0 (UCI Machine Learning Repository)',
    downloadMB: 2,
    files: ['metro-traffic.csv'],
    steps: 17_520,
    timeColumn: 'datetime',
    valueColumn: 'traffic_volume',
    gaps: 'mask',
    unit: 'vehicles per hour',
  },
};

export const knownSeries: KnownDataChoice<typeof settings, 'time-series'> &
  SeriesFacts<z.output<typeof settings>> = {
  origin: 'known',
  kind: windows,
  settings,
  title: 'Time series',
  sets,
  fields: windowFields,
  itemShape: windowShape,
  itemCounts: (data) => windowCounts(sets[data.dataset].steps, data),
  targetUnit: ({ dataset }) => sets[dataset].unit,
  namesClasses: () => false,
  hasManyTargets: () => false,
  layout: ({ dataset }) => {
    const { files, timeColumn, valueColumn, gaps, unit } = sets[dataset];
    return { file: files[0], timeColumn, valueColumn, gaps, ...(unit ? { unit } : {}) };
  },
};
