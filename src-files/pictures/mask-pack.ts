import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { ignoredByte } from '../../src-shared/experiment/data/class-maps';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { noteFingerprint } from '../fingerprinting';
import type { MaskedPicture } from './list-masks';
import { type BrokenFiles, packFiles } from './picture-pack';
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

/**
 * The masks of these pictures, from the cache where they are there.
 * @throws BadInputError naming the mask, and what would be right
 */
export async function packMasks(
  pictures: readonly MaskedPicture[],
  settings: OwnPictureSettings,
): Promise<MaskFile> {
  const { size, resize, ignoredLabel, broken } = settings;
  const [height, width] = size;
  const files = pictures.map(({ file, mask }) => ({ ...mask, label: 0, beside: file }));
  const { file, summary, unread } = await packFiles(
    files,
    { size: height * width, conversion: { kind: 'masks', size, resize, ignoredLabel } },
    broken,
  );
  noteFingerprint({ name: `${basename(settings.path)}: masks`, ...summary });
  return { file, unread };
}

/** A pack of masks, and those that cannot be read. */
interface MaskFile {
  readonly file: string;
  readonly unread: BrokenFiles;
}

/**
 * The classes of a pack of masks.
 * @param pictures those of the masks that count, and of each its place in the pack
 */
export async function classesOfMasks(
  file: string,
  pictures: readonly (MaskedPicture & { readonly place: number })[],
  settings: OwnPictureSettings,
): Promise<MaskPack> {
  const { size, ignoredLabel } = settings;
  const [height, width] = size;
  const counts = new PixelCounts(settings);
  const packed = await open(file);
  try {
    const bytes = new Uint8Array(height * width);
    for (const { place, mask } of pictures) {
      await packed.read(bytes, 0, bytes.length, place * bytes.length);
      const labels = Int32Array.from(bytes, (byte) => (byte === ignoredByte ? ignoredLabel : byte));
      counts.add(labels, () => mask.name);
    }
  } finally {
    await packed.close();
  }
  return { file, height, width, perItem: counts.perItem, ...pixelClasses(counts, settings, 'The masks') };
}
