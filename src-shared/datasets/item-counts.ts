import { BadInputError } from '../errors';
import {
  type DataSettings,
  type FieldSetId,
  type ImageSetId,
  isKnown,
  kindOfData,
  type SeriesSetId,
  type TableSetId,
} from './data-settings';
import { splitByTime } from './time-split';
import { windowsOf } from './windows';

export interface ItemCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

const imageCounts: Readonly<Record<ImageSetId, { readonly train: number; readonly test: number }>> = {
  digits: { train: 1437, test: 360 },
  'fashion-mnist': { train: 60_000, test: 10_000 },
  'cifar-10': { train: 50_000, test: 10_000 },
};
const tableRows: Readonly<Record<TableSetId, number>> = {
  concrete: 1030,
  yacht: 308,
  protein: 45_730,
  'power-plant': 9568,
};
const seriesSteps: Readonly<Record<SeriesSetId, number>> = { 'metro-traffic': 17_520 };
const fieldSteps: Readonly<Record<FieldSetId, number>> = { storm: 64, 'navy-winds': 132 };

/** Items of each split as far as they are known before anything is read: undefined for a file of the person's own. */
export function itemCounts(settings: DataSettings): ItemCounts | undefined {
  if (!isKnown(settings)) return undefined;
  const { kind, data } = kindOfData(settings);
  switch (kind) {
    case 'images': {
      const { train, test } = imageCounts[data.dataset];
      const validation = Math.round(train * data.validationFraction);
      return { train: train - validation, validation, test };
    }
    case 'table':
      return data.dataset === 'table' ? undefined : rowCounts(tableRows[data.dataset], data);
    case 'time-series':
      return data.dataset === 'time-series' ? undefined : windowCounts(seriesSteps[data.dataset], data);
    case 'field':
      return data.dataset === 'field' ? undefined : stepCounts(fieldSteps[data.dataset], data);
  }
}

interface Fractions {
  readonly testFraction: number;
  readonly validationFraction: number;
}

/** How many of a table's rows are for what. */
export function rowCounts(rows: number, { testFraction, validationFraction }: Fractions): ItemCounts {
  const test = Math.round(rows * testFraction);
  const validation = Math.round((rows - test) * validationFraction);
  return { train: rows - test - validation, validation, test };
}

function windowCounts(steps: number, settings: Parameters<typeof windowsOf>[1]): ItemCounts | undefined {
  try {
    const { train, validation, test } = windowsOf(steps, settings);
    return { train: train.length, validation: validation.length, test: test.length };
  } catch (error) {
    // No split that can be counted; checking the data says why.
    if (error instanceof BadInputError) return undefined;
    throw error;
  }
}

function stepCounts(steps: number, { testFraction, validationFraction }: Fractions): ItemCounts {
  const { train, validation, test } = splitByTime(steps, validationFraction, testFraction);
  // The first step of all is predicted from nothing.
  return { train: train.end - 1, validation: validation.end - validation.first, test: test.end - test.first };
}
