import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodePicture, pictureEnds } from '../../../src-files/pictures/decode-picture';
import { fitPicture } from '../../../src-files/pictures/fit-picture';
import { BadInputError } from '../../../src-shared/errors';
import type { OwnPictureSettings } from '../../../src-shared/experiment/data/picture-folder';
import type { PosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import { standardisedPixels } from '../../data/normalisation';
import type { PredictionInputs } from '../prediction-inputs';
import type { JpegDecoder } from './jpeg-pixels';
import { readPicture } from './picture-pixels';

/** Bytes of a picture file in the network's size, [height, width, channels]. */
export type PixelsOf = (bytes: Uint8Array, file: string) => Promise<Uint8Array> | Uint8Array;

/** Which files of a folder are read, and how. */
interface Reading {
  readonly ends: RegExp;
  /** As in "holds no PNG or JPEG file", "is neither PNG nor JPEG". */
  readonly formats: string;
  readonly neither: string;
  readonly pixelsOf: PixelsOf;
}

/** Of pictures that have the network's size already. */
export function plainPixels({ task }: PosteriorMetadata, decodeJpeg: JpegDecoder): PixelsOf {
  const [height, width, channels] = task.inputShape;
  return (bytes, file) => readPicture(bytes, file, { height, width, channels }, decodeJpeg);
}

/** Of pictures of any size, brought to that of training. */
export function fittedPixels(data: OwnPictureSettings): PixelsOf {
  return async (bytes, file) => fitPicture(await decodePicture(bytes, file), data);
}

/** The PNG and JPEG files that lie directly in a folder, in the order of their names, each of the network's size. */
export function openPictureFolder(
  folder: string,
  metadata: PosteriorMetadata,
  decodeJpeg: JpegDecoder,
): Promise<PredictionInputs> {
  return openFolder(folder, metadata, {
    ends: /\.(png|jpe?g)$/i,
    formats: 'PNG or JPEG',
    neither: 'neither PNG nor JPEG',
    pixelsOf: plainPixels(metadata, decodeJpeg),
  });
}

/** The pictures that lie directly in a folder, brought to size as those that the network was trained on. */
export function openFittedPictures(
  folder: string,
  data: OwnPictureSettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  return openFolder(folder, metadata, {
    ends: pictureEnds,
    formats: 'PNG, JPEG, WebP or TIFF',
    neither: 'no PNG, JPEG, WebP or TIFF',
    pixelsOf: fittedPixels(data),
  });
}

async function openFolder(
  folder: string,
  metadata: PosteriorMetadata,
  { ends, formats, neither, pixelsOf }: Reading,
): Promise<PredictionInputs> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const pictures = names.filter((name) => ends.test(name)).sort();
  if (pictures.length === 0)
    throw new BadInputError(`${folder} holds no ${formats} file; other kinds of pictures are not read.`);
  const files = pictures.map((name) => ({ file: join(folder, name), name }));
  return {
    ...pictureItems(files, metadata, pixelsOf),
    notes: leftOut(names.length - pictures.length, neither),
  };
}

/** Picture files as items, each read when it is asked for. */
export function pictureItems(
  pictures: readonly { readonly file: string; readonly name: string }[],
  { task, normalisation }: PosteriorMetadata,
  pixelsOf: PixelsOf,
): Omit<PredictionInputs, 'notes'> {
  const [height, width, channels] = task.inputShape;
  const size = height * width * channels;
  return {
    items: pictures.length,
    keys: [{ name: 'file', of: (item) => [pictures[item].name] }],
    read: async (first, count) => {
      const inputs = new Float32Array(count * size);
      for (let place = 0; place < count; place += 1) {
        const { file } = pictures[first + place];
        const pixels = await pixelsOf(await readFile(file), file);
        inputs.set(standardisedPixels(pixels, normalisation), place * size);
      }
      return inputs;
    },
  };
}

function leftOut(files: number, neither: string): readonly string[] {
  if (files === 0) return [];
  return [`${files} other ${files === 1 ? 'file is' : 'files are'} ${neither} and left out.`];
}
