import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchReader } from '../../../src-workers/data/batch-reader';
import { ImageSource } from '../../../src-workers/data/image-source';
import { PrefetchingReader } from '../../../src-workers/data/prefetching-reader';
import type { BatchRequest } from '../../../src-workers/data/run-data';
import { builtScript } from '../../built-script';
import { smallImages } from './small-images';

const augmentation = { runSeed: 7, shift: 1, flips: true };
const images = { ...smallImages, augmentation };
const request =
  (...indices: number[]) =>
  (epoch: number): BatchRequest => ({
    indices: Uint32Array.from(indices),
    epoch,
    views: [1],
  });
const numbers = request(2, 0, 1);
const others = request(1);
/** Three sets of one item: two views of the same, and another. */
const sets = (epoch: number): BatchRequest => ({ indices: Uint32Array.of(2, 2, 0), epoch, views: [0, 5, 0] });

let threadFile: string;
beforeAll(async () => {
  threadFile = await builtScript(
    'src-workers/data/reading-thread.ts',
    await mkdtemp(join(tmpdir(), 'parasample-thread-')),
  );
});
afterAll(() => rm(dirname(threadFile), { recursive: true, force: true }));

/** What a reader without a thread gives. */
function inline(wanted: BatchRequest): { inputs: number[]; targets: number[] } {
  const { inputs, targets } = new BatchReader(new ImageSource(images), 3).read(wanted);
  return { inputs: [...inputs], targets: [...targets] };
}

function read(reader: PrefetchingReader, wanted: BatchRequest): ReturnType<typeof inline> {
  const { inputs, targets } = reader.read(wanted);
  return { inputs: [...inputs], targets: [...targets] };
}

describe('a reader that reads ahead', () => {
  it('gives the same batches as one that does not, step after step', () => {
    const reader = new PrefetchingReader(images, 3, threadFile);
    for (let epoch = 0; epoch < 5; epoch += 1) {
      for (const wanted of [numbers(epoch), sets(epoch)]) {
        reader.prefetch(wanted);
        expect(read(reader, wanted)).toEqual(inline(wanted));
      }
    }
    reader.close();
  });

  it('reads numbers of pictures as numbers, fractions and all', async () => {
    const file = join(dirname(threadFile), 'pictures');
    // Three pictures of 2 x 3 pixels in one colour.
    await writeFile(
      file,
      Uint8Array.from({ length: 18 }, (_, at) => at),
    );
    const pack = { file, height: 2, width: 3, channels: 1 };
    const values = Float32Array.from({ length: 6 }, (_, at) => at / 4 - 1);
    const { normalisation, augmentation } = images;
    const reader = new PrefetchingReader(
      { pack, values, each: 2, normalisation, augmentation },
      2,
      threadFile,
    );
    const wanted = request(0, 1)(0);
    reader.prefetch(wanted);
    const { targets } = reader.read(wanted);
    expect(targets).toBeInstanceOf(Float32Array);
    expect(targets.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...targets]).toEqual([-1, -0.75, -0.5, -0.25]);
    reader.close();
  });

  it('leaves the batch that is trained on alone while it fills the next', () => {
    const reader = new PrefetchingReader(images, 3, threadFile);
    reader.prefetch(numbers(0));
    const inHand = reader.read(numbers(0));
    const before = [...inHand.inputs];
    reader.prefetch(others(1));
    const next = reader.read(others(1));
    expect([...inHand.inputs]).toEqual(before);
    expect([...next.inputs]).toEqual(inline(others(1)).inputs);
    reader.close();
  });

  it('reads what it is asked for where that is not what it read ahead', () => {
    const reader = new PrefetchingReader(images, 3, threadFile);
    reader.prefetch(numbers(0));
    expect(read(reader, others(0))).toEqual(inline(others(0)));
    reader.prefetch(numbers(0));
    expect(read(reader, numbers(1))).toEqual(inline(numbers(1)));
    expect(read(reader, numbers(2))).toEqual(inline(numbers(2)));
    reader.prefetch(sets(0));
    const otherViews = { ...sets(0), views: [1, 5, 0] };
    expect(read(reader, otherViews)).toEqual(inline(otherViews));
    reader.close();
  });

  it('reads by itself when its thread cannot run', async () => {
    const broken = join(dirname(threadFile), 'broken.js');
    await writeFile(broken, 'process.exit(1);');
    const reader = new PrefetchingReader(images, 3, broken);
    reader.prefetch(numbers(0));
    expect(read(reader, numbers(0))).toEqual(inline(numbers(0)));
    reader.close();
  });
});
