import { readFile } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { ignoredByte } from '../../src-shared/experiment/data/class-maps';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { decodeMask } from './decode-mask';
import { decodePicture } from './decode-picture';
import { fitMask } from './fit-mask';
import { fitPicture } from './fit-picture';

/** How files become the bytes of a pack, and all that it depends on besides them. Plain data: it goes to other threads. */
export type Conversion =
  | ({ readonly kind: 'pictures' } & Pick<OwnPictureSettings, 'size' | 'resize' | 'colours'>)
  | ({ readonly kind: 'masks' } & Pick<OwnPictureSettings, 'size' | 'resize' | 'ignoredLabel'>);

/**
 * A file as a pack's bytes.
 * @param beside the picture that a mask is of
 * @throws BadInputError naming the file, and what would be right
 */
export async function converted(
  conversion: Conversion,
  content: Uint8Array,
  file: string,
  beside: string | undefined,
): Promise<Uint8Array> {
  if (conversion.kind === 'pictures') return fitPicture(await decodePicture(content, file), conversion);
  const { labels, ...sides } = decodeMask(content, file);
  if (beside !== undefined) await refuseOtherSize(sides, file, beside);
  return fitMask({ ...sides, labels: bytesOf(labels, file, conversion.ignoredLabel) }, conversion);
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
