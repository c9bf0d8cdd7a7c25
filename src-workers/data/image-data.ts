import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageSet } from '../../src-files/images/image-set';
import { readImages } from '../../src-files/images/read-images';
import type { ImageSettings } from '../../src-shared/experiment/data';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { augmentationOf } from './augmentation';
import { BatchReader, targetsOf } from './batch-reader';
import { type ImageItems, ImageSource } from './image-source';
import { missingClasses } from './missing-classes';
import { measureNormalisation } from './normalisation';
import { shared } from './prefetch-slots';
import { PrefetchingReader } from './prefetching-reader';
import type { ItemReader, RunData } from './run-data';
import { splitForValidation } from './validation-split';

/** Opens a set of labelled pictures. Its test items follow its training items in number. */
export async function openImageData(
  data: ImageSettings,
  experiment: Experiment,
  folder: string,
): Promise<RunData> {
  const { classNames, ...published } = await readImages(data.dataset, folder);
  const train = sharedSet(published.train);
  const test = sharedSet(published.test);
  const { height, width, channels } = train;
  const split = splitForValidation(train.items, data.validationFraction, experiment.seed);
  const normalisation = measureNormalisation(train, split.train);
  const splits = {
    ...split,
    test: Uint32Array.from({ length: test.items }, (_, index) => train.items + index),
  };
  const plain: ImageItems = { sets: [train, test], normalisation, augmentation: undefined };
  const source = new ImageSource(plain);
  const readers = new Set<PrefetchingReader>();
  return {
    task: { kind: 'classification', inputShape: [height, width, channels], classNames },
    ...splits,
    warnings: missingClasses(splits, (item) => source.labelOf(item), classNames),
    normalisation,
    trainReader: (items) => {
      const augmentation = augmentationOf(data.dataset, experiment);
      return openTrainReader({ ...plain, augmentation }, items, readers);
    },
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    pictureOf: (item) => ({
      item: item - train.items,
      label: source.labelOf(item),
      height,
      width,
      channels,
      pixels: source.pixelsOf(item),
    }),
    close: () => {
      for (const reader of readers) reader.close();
    },
  };
}

/** Reads in a thread of its own where the built thread is there: beside the built worker. */
function openTrainReader(imageItems: ImageItems, items: number, readers: Set<PrefetchingReader>): ItemReader {
  const threadFile = join(__dirname, 'reading-thread.js');
  if (!existsSync(threadFile)) return new BatchReader(new ImageSource(imageItems), items);
  const reader = new PrefetchingReader(imageItems, items, threadFile);
  readers.add(reader);
  return reader;
}

/** Pictures that a reading thread sees without a copy of its own. */
function sharedSet(set: ImageSet): ImageSet {
  return { ...set, images: shared(set.images), labels: shared(set.labels) };
}
