import {
  type DataKind,
  type DataSettings,
  kindOfData,
  type SettingsOf,
} from '../../src-shared/experiment/data';
import { headsOf } from '../../src-shared/experiment/data/heads';
import { noiseFacts } from '../../src-shared/experiment/noise';
import { checkArrays } from '../arrays/array-set';
import { checkImageSet } from '../images/read-images';
import { checkPictures } from '../pictures/open-pictures';
import { checkCounts } from './check-counts';
import { checkLeftOut } from './check-left-out';
import { checkFields } from './read-fields';
import { checkTable } from './table';
import { checkTimeSeries } from './time-series';

/** Reads everything that a run would read. Returns the shape of one item's inputs. */
type Check<Kind extends DataKind> = (data: SettingsOf<Kind>, location: string) => Promise<readonly number[]>;

/** By what the items of data are. */
const checks: { readonly [Kind in DataKind]: Check<Kind> } = {
  images: (data, location) =>
    data.dataset === 'images' ? checkPictures(data, location) : checkImageSet(data, location),
  arrays: checkArrays,
  table: checkTable,
  'time-series': checkTimeSeries,
  field: checkFields,
};

/**
 * Reads and checks everything that a run would read, and returns the shape of one item's inputs.
 * @param location the folder of a data set that Parasample knows (or that the person names in its place), or the
 * person's own file
 * @param areCounts what is predicted has to be counts
 * @throws BadInputError naming the file and what would be right
 */
export async function checkData(
  data: DataSettings,
  location: string,
  areCounts = false,
): Promise<readonly number[]> {
  const check = checks[kindOfData(data).kind] as Check<DataKind>;
  const shape = await check(data as SettingsOf<DataKind>, location);
  const hasCounts = headsOf(data).some(
    ({ task, noise }) => task === 'regression' && noiseFacts(noise).countScale,
  );
  if (areCounts || hasCounts) await checkCounts(data, location);
  await checkLeftOut(data, location);
  return shape;
}
