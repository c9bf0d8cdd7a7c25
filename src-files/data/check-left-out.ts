import { BadInputError } from '../../src-shared/errors';
import {
  type DataKind,
  type DataSettings,
  kindOfData,
  type SettingsOf,
} from '../../src-shared/experiment/data';
import { classesLeftOut } from '../../src-shared/experiment/data/left-out-classes';
import { openArraySet } from '../arrays/array-set';
import { readImages } from '../images/read-images';
import { listPictures } from '../pictures/list-pictures';
import { hasTargets } from '../pictures/list-targets';
import { keptClasses } from './kept-classes';
import { readTable } from './table';

/** The names of the classes; undefined where items have no class each. */
type Read<Kind extends DataKind> = (
  data: SettingsOf<Kind>,
  location: string,
) => Promise<readonly string[] | undefined>;

const reads: { readonly [Kind in DataKind]: Read<Kind> } = {
  images: async (data, location) => {
    if (data.dataset !== 'images') return (await readImages(data.dataset, location)).classNames;
    const isOfClasses = data.task === 'classification' && !hasTargets(data);
    return isOfClasses ? (await listPictures(data, location)).classNames : undefined;
  },
  arrays: async (data, location) => namesOf((await openArraySet(data, location)).targets),
  table: async (data, location) => namesOf((await readTable(data, location)).targets),
  'time-series': async () => undefined,
  field: async () => undefined,
};

/**
 * Whether the classes that are to be left out are there, and two others with them.
 * @throws BadInputError naming the one that is not
 */
export async function checkLeftOut(settings: DataSettings, location: string): Promise<void> {
  const leftOut = classesLeftOut(settings);
  if (leftOut.length === 0) return;
  const { kind, data } = kindOfData(settings);
  const read = reads[kind] as Read<DataKind>;
  const names = await read(data as SettingsOf<DataKind>, location);
  if (names === undefined)
    throw new BadInputError('data.leaveOutClasses: classes are left out where each item has one.');
  keptClasses(names, leftOut);
}

function namesOf(
  targets: readonly { readonly kind: string; readonly classNames?: readonly string[] }[],
): readonly string[] | undefined {
  const [target] = targets;
  return targets.length === 1 && target.kind === 'classification' ? target.classNames : undefined;
}
