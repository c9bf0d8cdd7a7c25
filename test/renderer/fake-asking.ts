import type { Askable, AskedItem, ClassAnswer, TestItem } from '../../src-shared/asking';

/** A posterior of eight networks that name digits of 8 x 8 pixels. */
export const fakeAskable: Askable = {
  samples: 8,
  inputShape: [8, 8, 1],
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  ground: 'dark',
};

/** A bright bar from top to bottom. */
const bar = Uint8Array.from({ length: 64 }, (_, pixel) => (pixel % 8 === 3 || pixel % 8 === 4 ? 255 : 0));

export const fakeTestItem: TestItem = {
  kind: 'test-item',
  item: 17,
  label: 1,
  pixels: Buffer.from(bar).toString('base64'),
};

/** The brighter the picture, the more samples take it for an 8 and not a 1. */
export function fakeAnswer({ pixels }: AskedItem): ClassAnswer {
  const bytes = Buffer.from(pixels, 'base64');
  const brightness = bytes.reduce((sum, pixel) => sum + pixel, 0) / bytes.length / 255;
  return {
    kind: 'classes',
    probabilities: Array.from({ length: 8 }, (_, sample) => {
      const seen = sample / 8 < brightness ? 8 : 1;
      return Array.from({ length: 10 }, (_value, label) => (label === seen ? 0.91 : 0.01));
    }),
  };
}
