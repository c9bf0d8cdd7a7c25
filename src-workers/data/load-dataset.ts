import type { SplitImages } from '../../src-shared/datasets/image-set';
import { FailedError } from '../../src-shared/errors';
import type { DatasetId } from '../../src-shared/experiment';

/** Reads a data set's own files from `folder`. Throws BadInputError naming the file and what would be right. */
export async function loadDataset(dataset: DatasetId, folder: string): Promise<SplitImages> {
  throw new FailedError(`Reading ${dataset} from ${folder} is not written yet.`);
}
