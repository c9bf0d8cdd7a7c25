import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { ignoredByte } from '../../src-shared/experiment/data/class-maps';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { noteFingerprint } from '../fingerprinting';
import { decodeMask } from './decode-mask';
import { decodePicture } from './decode-picture';
import { fitMask } from './fit-mask';
import type { MaskedPicture } from './list-masks';
import { packFiles } from './picture-pack';
import { PixelCounts, pixelClasses } from './pixel-classes';

/** Masks in one size, one after the other, [items, height, width] as bytes: a pixel's label, or 255 where it is ignored. */
export interface MaskPack {
  readonly file: string;
  readonly height: number;
  readonly width: number;
  readonly classNames: readonly string[];
  /** The classes that each mask holds. */
  readonly perItem: readonly ReadonlySet<number>[];
  readonly notes: readonly string[];
}

/** What is decoded or brought to size in another way has another. */
const version = 1;

/**
 * The masks of these pictures, from the cache where they are there.
 * @throws BadInputError naming the mask, and what would be right
 */
export async function packMasks(
  pictures: readonly MaskedPicture[],
  settings: OwnPictureSettings,
): Promise<MaskPack> {
  const { size, resize, ignoredLabel } = settings;
  const [height, width] = size;
  const files = pictures.map(({ mask }) => ({ ...mask, label: 0 }));
  const { file, summary } = await packFiles(files, {
    size: height * width,
    key: { version, masks: true, size, resize, ignoredLabel },
    convert: async (content, from, item) => {
      const { labels, ...sides } = decodeMask(content, from);
      await refuseOtherSize(sides, from, pictures[item].file);
      return fitMask({ ...sides, labels: bytesOf(labels, from, ignoredLabel) }, settings);
    },
  });
  noteFingerprint({ name: `${basename(settings.path)}: masks`, ...summary });
  const counts = new PixelCounts(settings);
  const packed = await open(file);
  try {
    const bytes = new Uint8Array(height * width);
    for (const [item, { name }] of files.entries()) {
      await packed.read(bytes, 0, bytes.length, item * bytes.length);
      const labels = Int32Array.from(bytes, (byte) => (byte === ignoredByte ? ignoredLabel : byte));
      counts.add(labels, () => name);
    }
  } finally {
    await packed.close();
  }
  return { file, height, width, perItem: counts.perItem, ...pixelClasses(counts, settings, 'The masks') };
}

async function refuseOtherSize(
  mask: { readonly height: number; readonly width: number },
  file: string,
  pictureFile: string,
): Promise<void> {
  const picture = await decodePicture(await readFile(pictureFile), pictureFile);
  if (picture.height === mask.height && picture.width === mask.width) return;
  throw new BadInputError(
    `${file} has ${mask.height} x ${mask.width} pixels, and its picture ${pictureFile} ${picture.height} x ${picture.width}; both are of one size.`,
  );
}

/** Labels as bytes, those that are ignored as 255. */
function bytesOf(labels: ArrayLike<number>, file: string, ignoredLabel: number): Uint8Array {
  return Uint8Array.from({ length: labels.length }, (_, pixel) => {
    const label = labels[pixel];
    if (label === ignoredLabel) return ignoredByte;
    if (label < ignoredByte) return label;
    throw new BadInputError(
      `${file}: ${label} is no class: classes are numbered 0, 1, ..., up to ${ignoredByte - 1}, and ${ignoredLabel < 0 ? 'none' : ignoredLabel} is ignored (data.ignoredLabel).`,
    );
  });
}
