import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DatasetInfo } from '../../src-shared/api';
import { datasetFiles, readDataset } from '../../src-shared/datasets/read-dataset';
import { BadInputError, FailedError, sentenceOf } from '../../src-shared/errors';
import type { DatasetId, Experiment } from '../../src-shared/experiment';
import { catalogue } from './catalogue';
import { cifar10Sources } from './cifar-10';
import { fashionMnistSources } from './fashion-mnist';
import { type FetchOptions, fetchFromFirst, type Source } from './source';
import { fillAtOnce } from './staging';

const sources: Readonly<Record<DatasetId, readonly Source[]>> = {
  digits: [],
  'fashion-mnist': fashionMnistSources,
  'cifar-10': cifar10Sources,
};

/** All data sets this version knows and whether each is ready in `cacheFolder` or still to be fetched. */
export async function listDatasets(cacheFolder: string): Promise<DatasetInfo[]> {
  return Object.values(catalogue).map((info) => ({ ...info, state: stateOf(info.id, cacheFolder) }));
}

/**
 * Downloads a data set into `cacheFolder`, from its own site or, where that fails, from the next place that has it.
 * Nothing is to be seen of it until it is whole. Throws FailedError with the reason of every place; an aborted
 * signal throws its reason.
 */
export async function fetchDataset(id: DatasetId, cacheFolder: string, options: FetchOptions): Promise<void> {
  if (sources[id].length === 0) return;
  const folder = ownFolder(id, cacheFolder);
  try {
    await fillAtOnce(folder, (staging) => fetchFromFirst(sources[id], catalogue[id].title, staging, options));
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    throw new FailedError(sentenceOf(error, `Fetching ${id} into ${folder}`));
  }
}

/** The folder with the experiment's data files: the one it names, or the app's own copy. */
export function datasetFolder(data: Experiment['data'], cacheFolder: string): string {
  return data.path === undefined ? ownFolder(data.dataset, cacheFolder) : resolve(data.path);
}

/** Parses all files of the experiment's data set. Throws BadInputError naming the file and what would be right. */
export async function checkDataset(data: Experiment['data'], cacheFolder: string): Promise<void> {
  const { dataset } = data;
  const folder = datasetFolder(data, cacheFolder);
  if (data.path === undefined) {
    const { downloadMB } = catalogue[dataset];
    if (sources[dataset].length > 0 && stateOf(dataset, cacheFolder) !== 'ready')
      throw new BadInputError(
        `${dataset} has not been fetched yet; \`parasample datasets fetch ${dataset}\` fetches it (${downloadMB} MB).`,
      );
  } else if (!existsSync(folder)) {
    throw new BadInputError(
      `data.path: there is no folder ${folder}; it should hold ${datasetFiles[dataset].join(', ')}.`,
    );
  }
  await readDataset(dataset, folder, { read: readIfThere, gunzip: gunzipWithin });
}

function stateOf(id: DatasetId, cacheFolder: string): DatasetInfo['state'] {
  const folder = ownFolder(id, cacheFolder);
  const isWhole = datasetFiles[id].every(
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

// A gzip file may claim to hold anything; no data set here comes near this size.
const mostBytes = 1 << 30;

function gunzipWithin(bytes: Uint8Array): Promise<Uint8Array> {
  return promisify(gunzip)(bytes, { maxOutputLength: mostBytes });
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new BadInputError(`${path} cannot be read: ${(error as Error).message}.`);
  }
}
