import { existsSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { filesNamed } from '../../src-files/data/files-named';
import { whyUnreadable } from '../../src-files/file-errors';
import { BadInputError, FailedError, sentenceOf } from '../../src-shared/errors';
import {
  type DataSettings,
  type DatasetId,
  datasetIdSchema,
  isKnown,
  knownSet,
  mayBeFolder,
  wantedAtPath,
} from '../../src-shared/experiment/data';
import type { DatasetInfo } from '../../src-shared/protocol/api';
import { openOwnFolder } from '../own-folder';
import { describeDataset } from './catalogue';
import { checkDataInThread } from './check-data-in-thread';
import type { CheckedData } from './check-data-thread';
import { cifar10Sources } from './cifar-10';
import { debianFieldSources } from './debian-fields';
import { fashionMnistSources } from './fashion-mnist';
import { metroTrafficSources } from './metro-traffic';
import { type FetchOptions, fetchFromFirst, type Source } from './source';
import { fillAtOnce } from './staging';
import { uciTableSources } from './uci-tables';

const sources: Readonly<Record<DatasetId, readonly Source[]>> = {
  digits: [],
  'fashion-mnist': fashionMnistSources,
  'cifar-10': cifar10Sources,
  concrete: uciTableSources('concrete'),
  yacht: uciTableSources('yacht'),
  protein: uciTableSources('protein'),
  'power-plant': uciTableSources('power-plant'),
  'wine-red': uciTableSources('wine-red'),
  'metro-traffic': metroTrafficSources,
  storm: debianFieldSources('storm'),
  'navy-winds': debianFieldSources('navy-winds'),
};

/** All data sets this version knows and whether each is ready in `cacheFolder` or still to be fetched. */
export async function listDatasets(cacheFolder: string): Promise<DatasetInfo[]> {
  return datasetIdSchema.options.map((id) => ({ ...describeDataset(id), state: stateOf(id, cacheFolder) }));
}

/**
 * Downloads a data set into `cacheFolder`, from its own site or, where that fails, from the next place that has it.
 * Nothing is to be seen of it until it is whole. Throws FailedError with the reason of every place; an aborted
 * signal throws its reason.
 */
export async function fetchDataset(id: DatasetId, cacheFolder: string, options: FetchOptions): Promise<void> {
  if (sources[id].length === 0) return;
  openOwnFolder({ path: cacheFolder, holds: 'what is fetched', variable: 'PARASAMPLE_CACHE' });
  const folder = ownFolder(id, cacheFolder);
  try {
    await fillAtOnce(folder, (staging) =>
      fetchFromFirst(sources[id], describeDataset(id).title, staging, options),
    );
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    throw new FailedError(sentenceOf(error, `Fetching ${id} into ${folder}`));
  }
}

/** The folder with the experiment's data files: the one it names, or the app's own copy; or its own single file. */
export function datasetFolder(data: DataSettings, cacheFolder: string): string {
  if ('path' in data && data.path !== undefined) return resolve(data.path);
  // What is no known data set always names its file.
  return isKnown(data) ? ownFolder(data.dataset, cacheFolder) : '';
}

/**
 * Reads all files of the experiment's data. Throws BadInputError naming the file and what would be right.
 * @param areCounts what is predicted has to be counts
 */
export async function checkDataset(
  data: DataSettings,
  cacheFolder: string,
  areCounts = false,
): Promise<CheckedData> {
  return checkDataInThread(data, requireDataset(data, cacheFolder), undefined, undefined, areCounts);
}

/**
 * Finds the experiment's data and reads none of them.
 * @returns the folder or file
 * @throws BadInputError where nothing is there that could be its data
 */
export function requireDataset(data: DataSettings, cacheFolder: string): string {
  const location = datasetFolder(data, cacheFolder);
  if ('path' in data && data.path !== undefined) requirePath(data, location);
  else if (isKnown(data)) requireFetched(data.dataset, cacheFolder);
  return location;
}

/** A known data set is a folder of files, one of the person's own is a file, or a folder of pictures. */
function requirePath(data: DataSettings, location: string): void {
  const found = lookAt(location);
  const isRight = isKnown(data)
    ? found?.isDirectory()
    : found?.isFile() || (found?.isDirectory() && mayBeFolder(data)) || areFiles(data, location);
  if (isRight) return;
  const wanted = isKnown(data)
    ? `${data.dataset} needs the folder that holds ${knownSet(data.dataset).files.join(', ')}`
    : `it names ${wantedAtPath(data)}`;
  throw new BadInputError(`data.path: ${location} ${kindOf(found)}; ${wanted}.`);
}

/** Whether a name with `*` stands for files of which at least one is there. */
function areFiles(data: DataSettings, location: string): boolean {
  return data.dataset === 'field' && location.includes('*') && filesNamed(location).length > 0;
}

function lookAt(location: string): Stats | undefined {
  try {
    return statSync(location, { throwIfNoEntry: false });
  } catch (error) {
    throw new BadInputError(`data.path: ${location} cannot be looked at: ${whyUnreadable(error)}.`);
  }
}

function kindOf(found: Stats | undefined): string {
  if (!found) return 'is not there';
  if (found.isDirectory()) return 'is a folder';
  // A device or a pipe may have no end.
  return found.isFile() ? 'is a file' : 'is no plain file';
}

function requireFetched(id: DatasetId, cacheFolder: string): void {
  if (sources[id].length === 0 || stateOf(id, cacheFolder) === 'ready') return;
  throw new BadInputError(
    `${id} has not been fetched yet; \`parasample datasets fetch ${id}\` fetches it (${describeDataset(id).downloadMB} MB).`,
  );
}

function stateOf(id: DatasetId, cacheFolder: string): DatasetInfo['state'] {
  const folder = ownFolder(id, cacheFolder);
  const isWhole = knownSet(id).files.every(
    (name) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.gz`)),
  );
  return isWhole ? 'ready' : 'not-fetched';
}

function ownFolder(id: DatasetId, cacheFolder: string): string {
  return id === 'digits' ? digitsFolder() : join(cacheFolder, 'datasets', id);
}

/** The digits come with the app: this file's neighbour in the sources, below the app's root once built. */
function digitsFolder(): string {
  const inApp = join('src-main', 'datasets', 'digits');
  let folder = __dirname;
  while (!existsSync(join(folder, inApp)) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, inApp);
}
