import type { OtherData } from '../../src-shared/assessment/assessment';
import { BadInputError } from '../../src-shared/errors';
import { type DataSettings, dataSchema, itemKindOf } from '../../src-shared/experiment/data';
import type { PosteriorWork } from '../../src-shared/posterior/posterior-work';
import { checkDataset, datasetFolder } from '../datasets/datasets';

type OtherSource = Extract<PosteriorWork, { kind: 'assess' }>['ood'][number];

/**
 * Where other data lie that a network's doubt is held against.
 * @param trainedOn what the network learned from
 * @throws BadInputError where they are the same, of another kind, or not fetched yet
 */
export async function otherSource(
  other: OtherData,
  trainedOn: DataSettings,
  cacheFolder: string,
): Promise<OtherSource> {
  if (other.kind !== 'dataset') return other;
  const { dataset } = other;
  if (dataset === trainedOn.dataset && !('path' in trainedOn && trainedOn.path !== undefined))
    throw new BadInputError(`ood: the run was trained on ${dataset}; name data that it has not seen.`);
  const { predictsFor, name } = itemKindOf(trainedOn);
  if (name !== 'images')
    throw new BadInputError(
      `ood: a data set by its name is for networks of pictures; this network predicts for ${predictsFor.what}, so name one of your own, or noise.`,
    );
  if (itemKindOf(other).name !== 'images')
    throw new BadInputError(`ood: ${dataset} has no pictures, which is what this network takes.`);
  const data = dataSchema.parse({ dataset });
  await checkDataset(data, cacheFolder);
  return { kind: 'dataset', dataset, location: datasetFolder(data, cacheFolder) };
}
