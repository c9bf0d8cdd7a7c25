import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodePicture } from '../../../src-files/pictures/decode-picture';
import { fitPicture } from '../../../src-files/pictures/fit-picture';
import { BadInputError } from '../../../src-shared/errors';

const folder = join(import.meta.dirname, 'fixtures');
const bytesOf = (file: string) => readFileSync(join(folder, file));

/** What Pillow reads and makes of them (write_pictures.py). */
type Read = Record<'pixels' | 'grey' | 'cover' | 'contain' | 'stretch', string> & {
  readonly height: number;
  readonly width: number;
};
const read: Readonly<Record<string, Read>> = JSON.parse(bytesOf('read.json').toString());
const files = Object.keys(read);
const pixelsOf = (text: string) => [...Buffer.from(text, 'base64')];

/** Largest difference of two pictures. */
function apart(some: Uint8Array, others: readonly number[]): number {
  expect(some).toHaveLength(others.length);
  return others.reduce((worst, value, at) => Math.max(worst, Math.abs(value - some[at])), 0);
}

describe('a picture file', () => {
  test.each(files)('%s has the pixels that Pillow reads, turned as its EXIF data say', async (file) => {
    const { height, width, pixels } = read[file];
    const picture = await decodePicture(bytesOf(file), file);
    expect([picture.height, picture.width]).toEqual([height, width]);
    const whole = { size: [height, width], resize: 'stretch', colours: 'colour' } as const;
    expect(apart(fitPicture(picture, { ...whole, size: [height, width] }), pixelsOf(pixels))).toBe(0);
  });

  test.each(files)('%s comes to size as Pillow’s fit, pad and resize bring it', async (file) => {
    const picture = await decodePicture(bytesOf(file), file);
    for (const resize of ['cover', 'contain', 'stretch'] as const) {
      const pixels = fitPicture(picture, { size: [12, 16], resize, colours: 'colour' });
      expect(apart(pixels, pixelsOf(read[file][resize])), resize).toBe(0);
    }
    const grey = fitPicture(picture, { size: [20, 20], resize: 'stretch', colours: 'grey' });
    expect(apart(grey, pixelsOf(read[file].grey))).toBe(0);
  });
});

describe('what is no whole picture is named in a sentence', () => {
  async function refusal(bytes: Uint8Array): Promise<string> {
    const error = await decodePicture(bytes, 'cats/1.jpg').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BadInputError);
    return (error as Error).message;
  }

  test('no bytes', async () => {
    expect(await refusal(new Uint8Array())).toBe('cats/1.jpg has 0 bytes; it should hold a picture.');
  });

  test('something else under its name', async () => {
    expect(await refusal(Buffer.from('<html>not found</html>'))).toBe(
      'cats/1.jpg is no PNG, JPEG, WebP or TIFF file, whatever its name says.',
    );
  });

  test.each(['colour.jpg', 'progressive.jpg', 'colour.png', 'lossless.webp', 'plain.tif'])(
    'half of %s, after which a whole one is read',
    async (file) => {
      const bytes = bytesOf(file);
      for (const share of [0.05, 0.5, 0.95])
        expect(await refusal(bytes.subarray(0, bytes.length * share))).toMatch(
          /^cats\/1\.jpg is no (whole|PNG)/,
        );
      await expect(decodePicture(bytes, file)).resolves.toMatchObject({ height: 30, width: 40 });
    },
  );

  test('more pixels than memory, before any are read', async () => {
    const bytes = Buffer.from(bytesOf('colour.png'));
    bytes.writeUInt32BE(50_000, 16);
    bytes.writeUInt32BE(50_000, 20);
    expect(await refusal(bytes)).toBe('cats/1.jpg has 50000 x 50000 pixels; at most 100 million are read.');
  });
});
