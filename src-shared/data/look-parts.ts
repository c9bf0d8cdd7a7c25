import { type Fractions, type ItemCounts, rowCounts, stepCounts } from '../experiment/data/item-counts';
import { windowCounts } from '../experiment/data/series-windows';
import type { ArraysLook, DataLook, PicturesLook, TableLook } from './data-look';

/** What of the settings decides how many items each part has. */
export interface PartSettings extends Fractions {
  readonly dataset: string;
  /** Of tables. */
  readonly groups: string;
  readonly splitColumn: string;
  /** A file of its own for the test. */
  readonly testPath: string;
  /** Of series. */
  readonly history: number;
  readonly horizon: number;
  readonly stride: number;
  /** Of series and fields. */
  readonly leavesOut: boolean;
}

export interface PartsOfLook extends ItemCounts {
  /** Whether a run may have a few more or fewer. */
  readonly isAbout: boolean;
}

/** Items of each part that a run on this would have; undefined where there is no such split, of which the check says why. */
export function partsOfLook(look: DataLook, settings: PartSettings): PartsOfLook | undefined {
  const { testFraction, validationFraction } = settings;
  if (![testFraction, validationFraction].every((share) => share >= 0 && share <= 0.9)) return undefined;
  switch (look.kind) {
    case 'table':
      return settings.dataset === 'time-series' ? ofSeries(look, settings) : ofTable(look, settings);
    case 'pictures':
      return ofPictures(look, settings);
    case 'arrays':
      return ofArrays(look, settings);
    case 'fields':
      return {
        ...stepCounts(look.steps, settings),
        isAbout: settings.leavesOut || (look.times?.gaps ?? 0) > 0,
      };
  }
}

function ofTable({ rows }: TableLook, settings: PartSettings): PartsOfLook | undefined {
  // What a column or another file says, the rows alone tell.
  if (settings.splitColumn !== '' || settings.testPath !== '') return undefined;
  return { ...rowCounts(rows, settings), isAbout: true };
}

function ofSeries({ series }: TableLook, settings: PartSettings): PartsOfLook | undefined {
  if (!series) return undefined;
  const { history, horizon, stride } = settings;
  if (![history, horizon, stride].every((count) => Number.isInteger(count) && count > 0)) return undefined;
  const counts = windowCounts(series.steps, { ...settings, calendar: false });
  if (!counts) return undefined;
  const all = (count: number) => count * series.series;
  return {
    train: all(counts.train),
    validation: all(counts.validation),
    test: all(counts.test),
    isAbout: settings.leavesOut || series.series > 1 || series.uneven !== undefined,
  };
}

/** Class by class, as a run draws them. */
function ofPictures({ pictures, classes, parts }: PicturesLook, shares: Fractions): PartsOfLook {
  const left = sharesLeft(parts, shares);
  const groups = classes.length > 0 ? classes : [{ pictures, ...parts }];
  const drawn = groups.map((one) => rowCounts(one.pictures - one.validation - one.test, left));
  const sum = (part: keyof ItemCounts) => drawn.reduce((total, one) => total + one[part], 0);
  return {
    train: sum('train'),
    validation: sum('validation') + parts.validation,
    test: sum('test') + parts.test,
    isAbout: false,
  };
}

function ofArrays({ parts, guess }: ArraysLook, shares: Fractions): PartsOfLook {
  const { train, validation, test } = rowCounts(parts.train + parts.drawn, sharesLeft(parts, shares));
  return {
    train,
    validation: validation + parts.validation,
    test: test + parts.test,
    // Of classes each is rounded.
    isAbout: guess.task === 'classification',
  };
}

/** None is drawn of a part that the data have. */
function sharesLeft(parts: ItemCounts, { testFraction, validationFraction }: Fractions): Fractions {
  return {
    testFraction: parts.test > 0 ? 0 : testFraction,
    validationFraction: parts.validation > 0 ? 0 : validationFraction,
  };
}
