import { describe, expect, test } from 'vitest';
import type { AugmentationSettings } from '../../../src-shared/experiment/augmentations';
import { augmentationSchema } from '../../../src-shared/experiment/augmentations';
import type { ListedChanges } from '../../../src-workers/data/augmentation';
import { drawsOf } from '../../../src-workers/data/augmentations';
import { Draws } from '../../../src-workers/data/augmentations/draws';
import { drawMixing } from '../../../src-workers/data/augmentations/mixing';
import { ImageSource } from '../../../src-workers/data/image-source';
import { smallImages } from './small-images';

const partners = Uint32Array.of(0, 1, 2);
const changes = (
  ...list: { readonly kind: AugmentationSettings['kind']; readonly [setting: string]: unknown }[]
): ListedChanges => ({
  runSeed: 7,
  list: list.map((one) => augmentationSchema.parse(one)),
  partners,
});

function seen(augmentation: ListedChanges, item: number, epoch: number) {
  const source = new ImageSource({ ...smallImages, augmentation });
  const look = { epoch, view: 1 };
  const inputs = new Float32Array(source.inputSize);
  const targets = source.targetType === 'value' ? new Float32Array(source.targetSize) : new Int32Array(1);
  source.writeInput(item, look, inputs, 0);
  source.writeTarget(item, targets, 0, look);
  return { inputs, targets };
}

const plain = new ImageSource(smallImages);
function own(item: number): Float32Array {
  const to = new Float32Array(plain.inputSize);
  plain.writeInput(item, { epoch: 0, view: 0 }, to, 0);
  return to;
}

function mixingOf(augmentation: ListedChanges, item: number, epoch: number) {
  const [one] = augmentation.list;
  if (one.kind !== 'mix-up' && one.kind !== 'cut-mix') throw new Error('It does not mix.');
  const draws = new Draws(7, { epoch, view: 1 }, item, drawsOf[one.kind]);
  const mixing = drawMixing(one, draws, partners.length, { height: 2, width: 3 });
  if (!mixing) throw new Error('It mixes always.');
  return { ...mixing, partner: partners[mixing.partner] };
}

describe('pictures that are mixed', () => {
  test('by MixUp are the weighted mean of both, with both labels and the weight', () => {
    const augmentation = changes({ kind: 'mix-up', alpha: 1 });
    const weights = new Set<number>();
    for (let epoch = 0; epoch < 50; epoch += 1) {
      const { partner, weight } = mixingOf(augmentation, 0, epoch);
      const { inputs, targets } = seen(augmentation, 0, epoch);
      const [some, others] = [own(0), own(partner)];
      inputs.forEach((value, at) => {
        expect(value).toBeCloseTo(weight * some[at] + (1 - weight) * others[at], 4);
      });
      expect([...targets]).toEqual([plain.labelOf(0), plain.labelOf(partner), Math.fround(weight)]);
      weights.add(weight);
    }
    expect(weights.size).toBe(50);
  });

  test('by CutMix hold a rectangle of the other, and its label by its area', () => {
    const augmentation = changes({ kind: 'cut-mix', alpha: 1 });
    for (let epoch = 0; epoch < 50; epoch += 1) {
      const { partner, weight, rectangle } = mixingOf(augmentation, 1, epoch);
      const { inputs, targets } = seen(augmentation, 1, epoch);
      const [some, others] = [own(1), own(partner)];
      const { top, left, height, width } = rectangle ?? { top: 0, left: 0, height: 0, width: 0 };
      inputs.forEach((value, at) => {
        const [y, x] = [Math.floor(at / 3), at % 3];
        const isCut = y >= top && y < top + height && x >= left && x < left + width;
        expect(value).toBe((isCut ? others : some)[at]);
      });
      expect(weight).toBeCloseTo(1 - (height * width) / 6, 12);
      expect([...targets]).toEqual([plain.labelOf(1), plain.labelOf(partner), Math.fround(weight)]);
    }
  });

  test('are not, as often as the probability says', () => {
    const augmentation = changes({ kind: 'mix-up', probability: 0.3 });
    const mixed = Array.from({ length: 400 }, (_, epoch) => seen(augmentation, 0, epoch).targets[2]);
    const alone = mixed.filter((weight) => weight === 1).length;
    // Five standard deviations of a binomial.
    expect(Math.abs(alone - 280)).toBeLessThan(5 * Math.sqrt(400 * 0.3 * 0.7));
  });

  test('do not change which other changes are drawn', () => {
    const before = { kind: 'flip' } as const;
    for (let epoch = 0; epoch < 20; epoch += 1) {
      const alone = seen(changes(before), 2, epoch);
      const among = seen(changes(before, { kind: 'mix-up', probability: 0 }), 2, epoch);
      expect([...among.inputs]).toEqual([...alone.inputs]);
      expect([...among.targets]).toEqual([alone.targets[0], alone.targets[0], 1]);
    }
  });
});

test('a rectangle that is erased is 0 once the picture is normalised, as RandomErasing after Normalize has it', () => {
  const augmentation = changes({ kind: 'erasing', probability: 1, scale: [0.15, 0.2], ratio: [0.9, 1.1] });
  const erased = Array.from({ length: 20 }, (_, epoch) => {
    const { inputs } = seen(augmentation, 1, epoch);
    return inputs.filter((value) => value === 0).length;
  });
  // Of 2 x 3 pixels one, in all tries.
  expect(new Set(erased)).toEqual(new Set([1]));
});
