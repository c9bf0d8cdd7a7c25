import type { DatasetInfo } from '../../src-shared/api';
import { FailedError } from '../../src-shared/errors';
import type { DatasetId, Experiment } from '../../src-shared/experiment';

export interface FetchOptions {
  readonly onProgress: (doneMB: number, totalMB: number) => void;
  readonly signal: AbortSignal;
}

/** All data sets this version knows and whether each is ready in `cacheFolder`. */
export async function listDatasets(cacheFolder: string): Promise<DatasetInfo[]> {
  throw new FailedError(`Listing the data sets in ${cacheFolder} is not written yet.`);
}

/** Downloads a data set into `cacheFolder`. Throws FailedError with why; an aborted signal throws its reason. */
export async function fetchDataset(
  id: DatasetId,
  cacheFolder: string,
  _options: FetchOptions,
): Promise<void> {
  throw new FailedError(`Fetching ${id} into ${cacheFolder} is not written yet.`);
}

/** The folder with the experiment's data files: the one it names, or the app's own copy. */
export function datasetFolder(data: Experiment['data'], cacheFolder: string): string {
  return data.path ?? cacheFolder;
}

/** Parses all files of the experiment's data set. Throws BadInputError naming the file and what would be right. */
export async function checkDataset(data: Experiment['data'], cacheFolder: string): Promise<void> {
  throw new FailedError(`Checking ${data.dataset} in ${cacheFolder} is not written yet.`);
}
