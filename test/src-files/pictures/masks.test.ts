import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeMask } from '../../../src-files/pictures/decode-mask';
import { fitMask } from '../../../src-files/pictures/fit-mask';
import { BadInputError } from '../../../src-shared/errors';

const folder = join(import.meta.dirname, 'masks');
/** What Pillow reads and makes of them (write_masks.py). */
const read: Readonly<Record<string, number[]>> = JSON.parse(readFileSync(join(folder, 'read.json'), 'utf8'));
const decode = (name: string) => decodeMask(readFileSync(join(folder, name)), name);

describe('masks', () => {
  test.each([
    ['palette.png', 'labels'],
    ['grey.png', 'labels'],
    ['grey-rgb.png', 'labels'],
    ['few.png', 'few'],
  ])('%s holds labels as they were written', (name, labels) => {
    const mask = decode(name);
    expect([mask.height, mask.width]).toEqual([30, 40]);
    expect([...Array.from(mask.labels)]).toEqual(read[labels]);
  });

  const cases = (['cover', 'contain', 'stretch'] as const).flatMap((resize) =>
    [
      [12, 16],
      [20, 20],
      [37, 13],
      [45, 70],
    ].map((size) => [resize, size] as const),
  );
  test.each(cases)('%s to %j are what Pillow’s nearest filter gives', (resize, size) => {
    const { labels, ...sides } = decode('grey.png');
    const ours = fitMask({ ...sides, labels: Uint8Array.from(labels) }, { resize, size: [...size] });
    expect([...ours]).toEqual(read[`${resize} ${size[1]}x${size[0]}`]);
  });

  test.each([
    ['colours.png', 'colours.png has colours and no palette, which say no label;'],
    [
      'lossy.jpg',
      'lossy.jpg is no PNG file; masks are, with a palette (mode P) or grey (mode L), since other formats change labels.',
    ],
  ])('%s is refused', (name, sentence) => {
    expect(() => decode(name)).toThrow(BadInputError);
    expect(() => decode(name)).toThrow(sentence);
  });

  test('that are cut off are refused', () => {
    const bytes = readFileSync(join(folder, 'palette.png'));
    for (const share of [0.05, 0.4, 0.9])
      expect(() => decodeMask(bytes.subarray(0, bytes.length * share), 'cut.png'), String(share)).toThrow(
        BadInputError,
      );
  });
});
