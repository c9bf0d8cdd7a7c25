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
import { readTable } from './table';
import { readTimeSeries } from './time-series';

/** What is predicted, by its name. */
interface Targets {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

type Read<Kind extends DataKind> = (data: SettingsOf<Kind>, location: string) => Promise<readonly Targets[]>;

/** None of what holds no values to predict. */
const reads: { readonly [Kind in DataKind]: Read<Kind> } = {
  images: async () => [],
  arrays: async (data, location) => {
    const { targets } = await openArraySet(data, location);
    return targets.filter((target) => target.kind === 'regression');
  },
  table: async (data, location) => {
    const { targets } = await readTable(data, location);
    return targets.filter((target) => target.kind === 'regression');
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
  for (const one of targets.filter(areCounts)) refuseOthers(one);
}

function refuseOthers({ name, values }: Targets): void {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    const isCount = Number.isInteger(value) && value >= 0 && value <= mostCount;
    if (isCount || Number.isNaN(value)) continue;
    throw new BadInputError(
      `inference.noise.kind: poisson takes counts, whole numbers from 0 to ${mostCount}, and ${name} is ${value} in item ${at + 1}; choose learned or predicted noise for such values.`,
    );
  }
}
