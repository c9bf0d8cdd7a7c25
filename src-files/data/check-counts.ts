import { BadInputError } from '../../src-shared/errors';
import {
  type DataKind,
  type DataSettings,
  kindOfData,
  type SettingsOf,
} from '../../src-shared/experiment/data';
import { headsOf } from '../../src-shared/experiment/data/heads';
import { noiseFacts } from '../../src-shared/experiment/noise';
import { openArraySet } from '../arrays/array-set';
import { hasTargets, listTargets } from '../pictures/list-targets';
import { readTable } from './table';
import { readTimeSeries } from './time-series';

/** What is predicted, by its name. */
interface Targets {
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** Where one of them stands, for a sentence; in files without rows by its number. */
  readonly placeOf?: (at: number) => string;
}

type Read<Kind extends DataKind> = (data: SettingsOf<Kind>, location: string) => Promise<readonly Targets[]>;

/** None of what holds no values to predict. */
const reads: { readonly [Kind in DataKind]: Read<Kind> } = {
  images: async (data, location) => {
    if (data.dataset !== 'images' || !hasTargets(data)) return [];
    const { targets } = await listTargets(data, location);
    return targets.filter((target) => target.kind === 'regression');
  },
  arrays: async (data, location) => {
    const { targets } = await openArraySet(data, location);
    return targets.filter((target) => target.kind === 'regression');
  },
  table: async (data, location) => {
    const { targets, rowNumbers } = await readTable(data, location);
    const values = targets.filter((target) => target.kind === 'regression');
    return values.map((target) => ({ ...target, placeOf: (at) => `row ${rowNumbers[at]}` }));
  },
  'time-series': async (data, location) =>
    (await readTimeSeries(data, location)).flatMap(({ targets }) => targets),
  field: async () => [],
};

/** Larger ones are no whole numbers in single precision. */
const mostCount = 2 ** 24;

/**
 * Whether all that is to be predicted as counts are some: of several heads those that say so.
 * @throws BadInputError naming the first that is none
 */
export async function checkCounts(settings: DataSettings, location: string): Promise<void> {
  const { kind, data } = kindOfData(settings);
  const read = reads[kind] as Read<DataKind>;
  const heads = headsOf(settings);
  const areCounts = ({ name }: Targets) =>
    heads.length === 0 ||
    heads.some(({ target, noise }) => target === name && noiseFacts(noise).countScale !== undefined);
  const targets = await read(data as SettingsOf<DataKind>, location);
  const setting = heads.length === 0 ? 'inference.noise.kind' : 'data.heads';
  for (const one of targets.filter(areCounts)) refuseOthers(one, setting);
}

function refuseOthers({ name, values, placeOf = (at) => `item ${at + 1}` }: Targets, setting: string): void {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    const isCount = Number.isInteger(value) && value >= 0 && value <= mostCount;
    if (isCount || Number.isNaN(value)) continue;
    throw new BadInputError(
      `${setting}: counts are whole numbers from 0 to ${mostCount}, and ${name} is ${value} in ${placeOf(at)}; choose learned or predicted noise for such values.`,
    );
  }
}
