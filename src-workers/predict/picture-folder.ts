import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import type { JpegDecoder } from './jpeg-pixels';
import { readPicture } from './picture-pixels';
import type { PredictionInputs } from './prediction-inputs';

/** The PNG and JPEG files that lie directly in a folder, in the order of their names. */
export async function openPictureFolder(
  folder: string,
  { task, normalisation }: PosteriorMetadata,
  decodeJpeg: JpegDecoder,
): Promise<PredictionInputs> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const pictures = names.filter((name) => /\.(png|jpe?g)$/i.test(name)).sort();
  if (pictures.length === 0)
    throw new BadInputError(`${folder} holds no PNG or JPEG file; other kinds of pictures are not read.`);
  const [height, width, channels] = task.inputShape;
  const size = height * width * channels;
  const { mean, std } = normalisation;
  return {
    items: pictures.length,
    keys: [{ name: 'file', of: (item) => [pictures[item]] }],
    read: async (first, count) => {
      const inputs = new Float32Array(count * size);
      for (let place = 0; place < count; place += 1) {
        const file = join(folder, pictures[first + place]);
        const pixels = readPicture(await readFile(file), file, { height, width, channels }, decodeJpeg);
        for (let at = 0; at < size; at += 1) {
          const channel = at % channels;
          inputs[place * size + at] = (pixels[at] / 255 - mean[channel]) / std[channel];
        }
      }
      return inputs;
    },
    notes: leftOut(names.length - pictures.length),
  };
}

function leftOut(files: number): readonly string[] {
  if (files === 0) return [];
  return [`${files} other ${files === 1 ? 'file is' : 'files are'} neither PNG nor JPEG and left out.`];
}
