import { BadInputError } from '../../../../src-shared/errors';
import type { Sides } from './shrunk-sides';
import { shrunkSides } from './shrunk-sides';
import { headerBytes, sidesInHeader } from './sides-in-header';

/** A picture of the person's own, made smaller where it is large; what its camera says of its turn is done. */
export interface OwnPicture extends Sides {
  /** Red, green and blue: [height, width, 3], 0 to 255. */
  readonly pixels: Uint8Array;
  /** As the file has it. */
  readonly original: Sides;
}

/** Far more than a network takes, and few enough for one message. */
const mostSide = 400;
const mostPixels = 100_000_000;

/** @throws BadInputError where the file is no picture that the browser reads, or far too large */
export async function readOwnPicture(file: File): Promise<OwnPicture> {
  const told = sidesInHeader(new Uint8Array(await file.slice(0, headerBytes).arrayBuffer()));
  // Before it is unpacked, which takes four bytes a pixel.
  if (told) refuseLarge(file, told);
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new BadInputError(`${file.name} is no picture that can be read; drop a PNG, JPEG or WebP file.`);
  });
  try {
    const original = { height: bitmap.height, width: bitmap.width };
    refuseLarge(file, original);
    const sides = shrunkSides(original, mostSide);
    return { ...sides, original, pixels: pixelsOf(bitmap, sides) };
  } finally {
    bitmap.close();
  }
}

function refuseLarge({ name }: File, { height, width }: Sides): void {
  if (height * width > mostPixels)
    throw new BadInputError(
      `${name} has ${height} x ${width} pixels; at most ${mostPixels / 1e6} million are read.`,
    );
}

/** What is transparent lies on black. */
function pixelsOf(bitmap: ImageBitmap, { height, width }: Sides): Uint8Array {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { height, width });
  const context = canvas.getContext('2d');
  if (!context)
    throw new BadInputError('The browser has no memory left for the picture; drop a smaller one.');
  context.imageSmoothingQuality = 'high';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return Uint8Array.from({ length: height * width * 3 }, (_, at) => data[Math.floor(at / 3) * 4 + (at % 3)]);
}
