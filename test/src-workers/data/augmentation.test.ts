import { describe, expect, it } from 'vitest';
import { imageSets } from '../../../src-shared/experiment/data/image-sets';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { augmentationOf, drawChange } from '../../../src-workers/data/augmentation';
import { BatchReader } from '../../../src-workers/data/batch-reader';
import { ImageSource } from '../../../src-workers/data/image-source';
import { smallImages } from './small-images';

const experimentWith = (training: object) =>
  experimentSchema.parse({
    seed: 7,
    data: { dataset: 'cifar-10' },
    model: { kind: 'mlp' },
    training,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });

const cifar = { runSeed: 7, shift: 4, flips: true };
const train = Uint32Array.of(0, 1);
const first = { epoch: 0, view: 0 };
const changes = (count: number, of = cifar, look = first) =>
  Array.from({ length: count }, (_, item) => drawChange(of, look, item));

describe('the noise of augmentation', () => {
  it('depends on run seed, epoch, item and view, and on nothing else', () => {
    const look = { epoch: 3, view: 1 };
    const once = drawChange(cifar, look, 41);
    expect(drawChange(cifar, { ...look }, 41)).toEqual(once);
    const others = [
      changes(20, { ...cifar, runSeed: 8 }),
      changes(20, cifar, { epoch: 0, view: 1 }),
      changes(20, cifar, { epoch: 1, view: 0 }),
    ];
    for (const other of others) expect(other).not.toEqual(changes(20));
  });

  it('shifts CIFAR-10 evenly over 9 x 9 places and mirrors every other picture', () => {
    const draws = changes(8100);
    const places = new Map<string, number>();
    for (const { down, right } of draws) {
      expect(Math.max(Math.abs(down), Math.abs(right))).toBeLessThanOrEqual(4);
      places.set(`${down},${right}`, (places.get(`${down},${right}`) ?? 0) + 1);
    }
    // 81 places with 100 expected in each; 5 standard deviations of a binomial are 50.
    expect(places.size).toBe(81);
    for (const count of places.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
    const mirrored = draws.filter(({ isMirrored }) => isMirrored).length;
    expect(Math.abs(mirrored - 4050)).toBeLessThan(225);
  });

  it('is there as soon as samples see a random view', () => {
    expect(
      augmentationOf(imageSets.settings.parse({ dataset: 'cifar-10' }), experimentWith({}), train),
    ).toBeUndefined();
    expect(
      augmentationOf(imageSets.settings.parse({ dataset: 'cifar-10' }), experimentWith({ views: 3 }), train),
    ).toEqual(cifar);
  });

  // Files and runs of earlier versions.
  it.each([
    ['none', 0],
    ['shared', 1],
    ['independent', 5],
  ])('that was called %s comes to %i views where a step has 5 samples', (augmentation, views) => {
    const { training } = experimentWith({ samples: 5, augmentation });
    expect(training.views).toBe(views);
    expect(training).not.toHaveProperty('augmentation');
  });

  it('never mirrors digits and clothes, which would be others', () => {
    for (const dataset of ['digits', 'fashion-mnist'] as const)
      expect(
        augmentationOf(imageSets.settings.parse({ dataset }), experimentWith({ views: 1 }), train),
      ).toMatchObject({ flips: false });
  });
});

describe('an augmented picture', () => {
  /** [[1, 2, 3], [4, 5, 6]] as the item's two rows, moved and mirrored as the noise says. */
  function expected({ down, right, isMirrored }: ReturnType<typeof drawChange>): number[] {
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const at = (y: number, x: number) => rows[y]?.[x] ?? 0;
    return [0, 1].flatMap((y) => [0, 1, 2].map((x) => at(y - down, (isMirrored ? 2 - x : x) - right)));
  }

  it('is the picture shifted, with black where nothing is, and mirrored as a whole', () => {
    const augmentation = { runSeed: 7, shift: 1, flips: true };
    const reader = new BatchReader(new ImageSource({ ...smallImages, augmentation }), 1);
    const seen = new Set<string>();
    for (let epoch = 0; epoch < 200; epoch += 1) {
      const change = drawChange(augmentation, { epoch, view: 2 }, 0);
      const { inputs, targets } = reader.read({ indices: Uint32Array.of(0), epoch, views: [2] });
      expect(Array.from(inputs, Math.round)).toEqual(expected(change));
      expect([...targets]).toEqual([0]);
      seen.add(JSON.stringify(change));
    }
    expect(seen.size).toBe(18);
  });

  it('is the picture itself without augmentation, whatever the epoch', () => {
    const reader = new BatchReader(new ImageSource(smallImages), 3);
    const { inputs, targets } = reader.read({ indices: Uint32Array.of(2, 3), epoch: 5, views: [0] });
    expect(Array.from(inputs, Math.round)).toEqual([
      ...[21, 22, 23, 24, 25, 26],
      ...[31, 32, 33, 34, 35, 36],
      ...[21, 22, 23, 24, 25, 26],
    ]);
    expect([...targets]).toEqual([2, 3, 2]);
  });
});
