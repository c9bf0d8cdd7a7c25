import { type DataSettings, type DatasetId, isKnown, kindOfData, type SeriesSettings } from './data-settings';

/** Numbers that say where a time stands in its day, week, month and year. */
export const calendarSize = 8;

/** Of one item of the data sets that Parasample knows, with the settings they have unless others are given. */
export const knownShapes: Readonly<Record<DatasetId, readonly number[]>> = {
  digits: [8, 8, 1],
  'fashion-mnist': [28, 28, 1],
  'cifar-10': [32, 32, 3],
  concrete: [8],
  yacht: [6],
  protein: [9],
  'power-plant': [4],
  'metro-traffic': [672, 1 + calendarSize],
  storm: [33, 36, 6],
  'navy-winds': [73, 144, 2],
};

/** Shape of one item's inputs, as far as it is known before anything is read. */
export function itemShape(settings: DataSettings): readonly number[] | undefined {
  const { kind, data } = kindOfData(settings);
  if (kind === 'time-series') return seriesItemShape(data);
  return isKnown(data) ? knownShapes[data.dataset] : undefined;
}

/** Shape of a window of a series: its settings alone decide it. */
export function seriesItemShape(data: SeriesSettings): readonly number[] {
  return data.calendar ? [data.history + data.horizon, 1 + calendarSize] : [data.history, 1];
}
