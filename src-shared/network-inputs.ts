import { kindOfData } from './datasets/data-settings';
import type { PosteriorMetadata } from './posterior-metadata';

/** What a network that stands for itself takes, in words. */
export function describeInputs({ task, normalisation, experiment }: PosteriorMetadata): string {
  const { kind, data } = kindOfData(experiment.data);
  const shape = ['items', ...task.inputShape].join(', ');
  switch (kind) {
    case 'images':
      return `[${shape}] (items, height, width, channels): pixels from 0 to 255`;
    case 'table':
      return `[${shape}] (items, features) in their own units: ${(normalisation.names ?? []).join(', ')}`;
    case 'time-series': {
      const value = `[${shape}]: the value of each step in its own unit, NaN where it is not known`;
      if (!data.calendar) return value;
      return `${value} and in the ${data.horizon} steps to forecast, then sine and cosine of the part of the day, the week, the month and the year`;
    }
    case 'field':
      return `[${shape}] (items, rows, columns, fields) in their own units, NaN where a value is not known: ${(normalisation.names ?? []).join(', ')}`;
  }
}
