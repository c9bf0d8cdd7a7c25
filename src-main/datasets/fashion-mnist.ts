import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { publishedIdx } from '../../src-files/images/published-idx';
import { FailedError } from '../../src-shared/errors';
import { idxFiles } from '../../src-shared/experiment/data/image-sets';
import { unpackDebianPackage } from './debian-package';
import { download } from './download';
import type { FetchOptions, Source } from './source';

interface PublishedFile {
  /** Of what it holds. */
  readonly name: string;
  /** Packed. */
  readonly bytes: number;
}

const files: readonly PublishedFile[] = [
  { name: idxFiles.trainImages, bytes: 26_421_880 },
  { name: idxFiles.trainLabels, bytes: 29_515 },
  { name: idxFiles.testImages, bytes: 4_422_102 },
  { name: idxFiles.testLabels, bytes: 5_148 },
];
const allBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
const site = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com';
const debianPackage = 'dataset-fashion-mnist';

/** Where Fashion-MNIST can be had, in the order to try. */
export const fashionMnistSources: readonly Source[] = [
  { name: 'its own site', fetchInto: fetchFromSite },
  { name: `Debian's package ${debianPackage}`, fetchInto: fetchFromDebian },
];

async function fetchFromSite(folder: string, { onProgress, signal }: FetchOptions): Promise<void> {
  let before = 0;
  for (const file of files) {
    const onBytes = (done: number) => onProgress((before + done) / 1e6, allBytes / 1e6);
    const packed = `${file.name}.gz`;
    await download(`${site}/${packed}`, join(folder, packed), { onBytes, signal });
    await checkContent(join(folder, packed), file);
    before += file.bytes;
  }
}

async function fetchFromDebian(folder: string, { onProgress, signal }: FetchOptions): Promise<void> {
  onProgress(0, allBytes / 1e6);
  const work = join(folder, 'debian');
  const unpacked = await unpackDebianPackage(debianPackage, work, signal);
  for (const file of files) {
    const path = join(folder, `${file.name}.gz`);
    await rename(join(unpacked, 'usr/share/datasets/fashion-mnist', `${file.name}.gz`), path);
    await checkContent(path, file);
  }
  await rm(work, { recursive: true });
  onProgress(allBytes / 1e6, allBytes / 1e6);
}

async function checkContent(path: string, { name }: PublishedFile): Promise<void> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), createGunzip(), hash);
  } catch (error) {
    throw new FailedError(`${name}.gz arrived damaged: ${(error as Error).message}`);
  }
  if (hash.digest('hex') !== publishedIdx[name])
    throw new FailedError(`${name}.gz arrived with another content than expected`);
}
