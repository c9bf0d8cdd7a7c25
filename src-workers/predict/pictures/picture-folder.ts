import { readFile } from 'node:fs/promises';
import { whyUnreadable } from '../../../src-files/file-errors';
import { decodePicture, pictureEnds } from '../../../src-files/pictures/decode-picture';
import { fitPicture } from '../../../src-files/pictures/fit-picture';
import { type Readable, readable } from '../../../src-files/pictures/readable-pictures';
import { BadInputError } from '../../../src-shared/errors';
import type { OwnPictureSettings } from '../../../src-shared/experiment/data/picture-folder';
import type { PosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import { standardisedPixels } from '../../data/normalisation';
import type { PredictionInputs } from '../prediction-inputs';
import { type FolderFormats, picturesInFolder } from './found-pictures';
import type { JpegDecoder } from './jpeg-pixels';
import { readPicture } from './picture-pixels';

/** How pictures of a person's own become those that a network takes. */
export interface PictureReader {
  /** Whether pictures that cannot be read are left out and told, or refused. */
  readonly skipsBroken: boolean;
  /** Bytes of a picture file in the network's size, [height, width, channels]. */
  pixelsOf(bytes: Uint8Array, file: string): Promise<Uint8Array> | Uint8Array;
}

/** Of pictures that have the network's size already. */
export function plainPixels({ task }: PosteriorMetadata, decodeJpeg: JpegDecoder): PictureReader {
  const [height, width, channels] = task.inputShape;
  return {
    skipsBroken: false,
    pixelsOf: (bytes, file) => readPicture(bytes, file, { height, width, channels }, decodeJpeg),
  };
}

/** Of pictures of any size, brought to that of training. */
export function fittedPixels(data: OwnPictureSettings): PictureReader {
  return {
    skipsBroken: data.broken === 'skip',
    pixelsOf: async (bytes, file) => fitPicture(await decodePicture(bytes, file), data),
  };
}

/** The PNG and JPEG files of a folder, each of the network's size. */
export function openPictureFolder(
  folder: string,
  metadata: PosteriorMetadata,
  decodeJpeg: JpegDecoder,
): Promise<PredictionInputs> {
  const formats = { ends: /\.(png|jpe?g)$/i, names: 'PNG or JPEG', neither: 'neither PNG nor JPEG' };
  return openFolder(folder, metadata, formats, plainPixels(metadata, decodeJpeg));
}

/** The pictures of a folder, brought to size as those that the network was trained on. */
export function openFittedPictures(
  folder: string,
  data: OwnPictureSettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  const names = 'PNG, JPEG, WebP or TIFF';
  const formats = { ends: pictureEnds, names, neither: `no ${names}` };
  return openFolder(folder, metadata, formats, fittedPixels(data));
}

async function openFolder(
  folder: string,
  metadata: PosteriorMetadata,
  formats: FolderFormats,
  reader: PictureReader,
): Promise<PredictionInputs> {
  const { pictures, notes } = await picturesInFolder(folder, formats, metadata.task.kind);
  const { kept, notes: unread } = await readablePictures(pictures, reader, folder);
  return { ...pictureItems(kept, metadata, reader), notes: [...notes, ...unread] };
}

interface PictureFile {
  readonly file: string;
  readonly name: string;
}

/**
 * Those that can be read, where a run leaves out others: each is decoded once to see whether it can.
 * @throws BadInputError where none can
 */
export async function readablePictures<Picture extends PictureFile>(
  pictures: readonly Picture[],
  reader: PictureReader,
  location: string,
): Promise<Pick<Readable<Picture>, 'kept' | 'notes'>> {
  if (!reader.skipsBroken) return { kept: pictures, notes: [] };
  const unread = new Map<number, string>();
  for (const [place, { file }] of pictures.entries())
    try {
      await pixelsIn(file, reader);
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      unread.set(place, error.message);
    }
  return readable(pictures, unread, location);
}

async function pixelsIn(file: string, { pixelsOf }: PictureReader): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new BadInputError(`${file} cannot be read: ${whyUnreadable(error)}.`);
  });
  return pixelsOf(bytes, file);
}

/** Picture files as items, each read when it is asked for. */
export function pictureItems(
  pictures: readonly PictureFile[],
  { task, normalisation }: PosteriorMetadata,
  reader: PictureReader,
): Omit<PredictionInputs, 'notes'> {
  const [height, width, channels] = task.inputShape;
  const size = height * width * channels;
  return {
    items: pictures.length,
    keys: [{ name: 'file', of: (item) => [pictures[item].name] }],
    read: async (first, count) => {
      const inputs = new Float32Array(count * size);
      for (let place = 0; place < count; place += 1) {
        const pixels = await pixelsIn(pictures[first + place].file, reader);
        inputs.set(standardisedPixels(pixels, normalisation), place * size);
      }
      return inputs;
    },
  };
}
