import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FailedError } from '../../src-shared/errors';
import { unpackDebianPackage } from './debian-package';
import { download } from './download';
import type { FetchOptions, Source } from './source';

interface PublishedFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the unpacked content: the packages differ in their gzip headers alone. */
  readonly sha256: string;
}

const files: readonly PublishedFile[] = [
  {
    name: 'train-images-idx3-ubyte.gz',
    bytes: 26_421_880,
    sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  },
  {
    name: 'train-labels-idx1-ubyte.gz',
    bytes: 29_515,
    sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  },
  {
    name: 't10k-images-idx3-ubyte.gz',
    bytes: 4_422_102,
    sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  },
  {
    name: 't10k-labels-idx1-ubyte.gz',
    bytes: 5_148,
    sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  },
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
    await download(`${site}/${file.name}`, join(folder, file.name), { onBytes, signal });
    await checkContent(join(folder, file.name), file);
    before += file.bytes;
  }
}

async function fetchFromDebian(folder: string, { onProgress, signal }: FetchOptions): Promise<void> {
  onProgress(0, allBytes / 1e6);
  const work = join(folder, 'debian');
  const unpacked = await unpackDebianPackage(debianPackage, work, signal);
  for (const file of files) {
    const path = join(folder, file.name);
    await rename(join(unpacked, 'usr/share/datasets/fashion-mnist', file.name), path);
    await checkContent(path, file);
  }
  await rm(work, { recursive: true });
  onProgress(allBytes / 1e6, allBytes / 1e6);
}

async function checkContent(path: string, { name, sha256 }: PublishedFile): Promise<void> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), createGunzip(), hash);
  } catch (error) {
    throw new FailedError(`${name} arrived damaged: ${(error as Error).message}`);
  }
  if (hash.digest('hex') !== sha256)
    throw new FailedError(`${name} arrived with another content than expected`);
}
