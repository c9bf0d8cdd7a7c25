import { readFile } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import {
  cifarFiles,
  type ImageSetSettings,
  idxFiles,
  imageSets,
} from '../../src-shared/experiment/data/image-sets';
import { heldOutPictures } from '../data/train-items';
import { readIfThere, unpackGzip } from '../read-file';
import { cifarChannels, cifarSide, parseCifarBatch } from './cifar';
import { parseDigits } from './digits';
import { parseIdxImages, parseIdxLabels } from './idx';
import type { ImageSet, SplitImages } from './image-set';
import { isPublishedIdx } from './published-idx';

/** Of cifar-10-batches-bin: names the classes, a line each. */
const cifarNames = 'batches.meta.txt';

type ImageSetId = ImageSetSettings['dataset'];

/**
 * Reads and checks all files of a set of pictures. Its classes have the names of the known set only where the files are that
 * set's own: other pictures come in the same form. Throws BadInputError naming the file and what would be right.
 */
export async function readImages(dataset: ImageSetId, folder: string): Promise<SplitImages> {
  const files = new ImageFolder(dataset, folder);
  const splits = await splitsOf(dataset, files);
  return { ...splits, classNames: await classNamesOf(dataset, files) };
}

async function classNamesOf(dataset: ImageSetId, files: ImageFolder): Promise<readonly string[]> {
  const { classes } = imageSets.sets[dataset];
  const numbers = classes.map((_, label) => String(label));
  switch (dataset) {
    case 'digits':
      return classes;
    case 'fashion-mnist':
      return files.isPublished ? classes : numbers;
    case 'cifar-10': {
      const named = await files.lines(cifarNames);
      return named.length === classes.length ? named : numbers;
    }
  }
}

/** Whether a run can be trained on them: throws BadInputError where not. Returns the shape of one picture. */
export async function checkImageSet(data: ImageSetSettings, folder: string): Promise<readonly number[]> {
  const { train } = await readImages(data.dataset, folder);
  heldOutPictures(train.items, data.validationFraction);
  return [train.height, train.width, train.channels];
}

async function splitsOf(dataset: ImageSetId, files: ImageFolder): Promise<Omit<SplitImages, 'classNames'>> {
  switch (dataset) {
    case 'digits': {
      const { path, bytes } = await files.open('digits.csv');
      return parseDigits(bytes, path);
    }
    case 'fashion-mnist': {
      const train = await readIdx(files, idxFiles.trainImages, idxFiles.trainLabels);
      const test = await readIdx(files, idxFiles.testImages, idxFiles.testLabels);
      if (train.height !== test.height || train.width !== test.width)
        throw new BadInputError(
          `${files.folder}: training images are ${train.height} x ${train.width}, test images ${test.height} x ${test.width}; both must be of one size.`,
        );
      return { train, test };
    }
    case 'cifar-10':
      return {
        train: await readCifar(files, cifarFiles.train),
        test: await readCifar(files, [cifarFiles.test]),
      };
  }
}

/** One data set's folder, where each file may be plain or gzipped. */
class ImageFolder {
  constructor(
    readonly dataset: ImageSetId,
    readonly folder: string,
  ) {}

  /** Whether all files so far are those of Fashion-MNIST. */
  isPublished = true;

  get classes(): number {
    return imageSets.sets[this.dataset].classes.length;
  }

  /** The file's path, for messages, and its content. */
  async open(name: string): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
    const file = await this.#read(name);
    this.isPublished &&= isPublishedIdx(name, file.bytes);
    return file;
  }

  /** The lines of a text that may be there, but empty ones. */
  async lines(name: string): Promise<readonly string[]> {
    // Not of what a run is trained on: past readIfThere, which notes that.
    const text = await readFile(`${this.folder}/${name}`, 'utf8').catch(() => '');
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  async #read(name: string): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
    const path = `${this.folder}/${name}`;
    const plain = await readIfThere(path);
    if (plain) return { path, bytes: plain };
    const packed = await readIfThere(`${path}.gz`);
    if (packed) return { path: `${path}.gz`, bytes: await unpackGzip(packed, `${path}.gz`) };
    const expected = imageSets.sets[this.dataset].files.join(', ');
    throw new BadInputError(
      `${path} is missing; the folder of ${this.dataset} holds ${expected}, plain or with .gz at the end.`,
    );
  }
}

async function readIdx(files: ImageFolder, imagesName: string, labelsName: string): Promise<ImageSet> {
  const imagesFile = await files.open(imagesName);
  const { pixels, ...sizes } = parseIdxImages(imagesFile.bytes, imagesFile.path);
  const labelsFile = await files.open(labelsName);
  const labels = parseIdxLabels(labelsFile.bytes, labelsFile.path, files.classes);
  if (labels.length !== sizes.items)
    throw new BadInputError(
      `${labelsFile.path} has ${labels.length} labels, but ${imagesFile.path} has ${sizes.items} images; there is one label for each image.`,
    );
  return { images: pixels, labels, ...sizes, channels: 1, classes: files.classes };
}

async function readCifar(files: ImageFolder, names: readonly string[]): Promise<ImageSet> {
  const batches = [];
  for (const name of names) {
    const { path, bytes } = await files.open(name);
    batches.push(parseCifarBatch(bytes, path, files.classes));
  }
  const labels = joined(batches.map((batch) => batch.labels));
  return {
    images: joined(batches.map((batch) => batch.images)),
    labels,
    items: labels.length,
    height: cifarSide,
    width: cifarSide,
    channels: cifarChannels,
    classes: files.classes,
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
