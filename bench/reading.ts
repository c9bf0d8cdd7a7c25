import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { ImageSet } from '../src-files/images/image-set';
import { BatchReader } from '../src-workers/data/batch-reader';
import { type ImageItems, ImageSource } from '../src-workers/data/image-source';
import { shared } from '../src-workers/data/prefetch-slots';
import { PrefetchingReader } from '../src-workers/data/prefetching-reader';
import type { BatchRequest, ItemReader } from '../src-workers/data/run-data';

/**
 * What a batch of augmented 32 x 32 pictures costs the training thread: filled there, or fetched from the thread that
 * read ahead. The training thread is busy for `stepMs` between two batches, as it is in a step.
 */

const batchSizes = [64, 128];
const stepMs = 20;
const batches = 100;

const pictures: ImageSet = {
  images: shared(Uint8Array.from({ length: 10_000 * 3072 }, (_, index) => index % 251)),
  labels: shared(new Uint8Array(10_000)),
  items: 10_000,
  height: 32,
  width: 32,
  channels: 3,
  classes: 10,
};
const images: ImageItems = {
  sets: [pictures, { ...pictures, items: 0 }],
  normalisation: { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
  augmentation: { runSeed: 1, shift: 4, flips: true },
};

export default async function bench(): Promise<void> {
  console.log(
    `${spawnSync('nproc', { encoding: 'utf8' }).stdout.trim()} cores; median of ${batches} batches`,
  );
  const folder = mkdtempSync(join('node_modules', '.bench-thread-'));
  try {
    const threadFile = await buildThread(folder);
    for (const items of batchSizes) {
      const inline = medianMs(new BatchReader(new ImageSource(images), items), items);
      const ahead = new PrefetchingReader(images, items, threadFile);
      const fetched = medianMs(ahead, items);
      ahead.close();
      console.log(
        `${items} pictures: filled in place ${inline.toFixed(3)} ms, read ahead ${fetched.toFixed(3)} ms`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function medianMs(reader: ItemReader, items: number): number {
  const request = (batch: number): BatchRequest => ({
    indices: Uint32Array.from(
      { length: items },
      (_, position) => (batch * 7919 + position * 131) % pictures.items,
    ),
    epoch: 0,
    views: [0],
  });
  const times: number[] = [];
  reader.prefetch(request(0));
  for (let batch = 0; batch < batches; batch += 1) {
    const start = performance.now();
    reader.read(request(batch));
    times.push(performance.now() - start);
    reader.prefetch(request(batch + 1));
    const stepEnd = performance.now() + stepMs;
    while (performance.now() < stepEnd);
  }
  return times.sort((a, b) => a - b)[batches >> 1];
}

async function buildThread(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: resolve('src-workers/data/reading-thread.ts'),
      outDir: folder,
      target: 'node24',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
    ssr: { noExternal: true },
  });
  return resolve(folder, 'reading-thread.cjs');
}
