import type { ImageSet } from '../../src-files/images/image-set';
import { readImages } from '../../src-files/images/read-images';
import type { ImageSetSettings } from '../../src-shared/experiment/data/image-sets';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { splitSeedOf } from '../../src-shared/experiment/split-seed';
import { augmentationOf } from './augmentation';
import { BatchReader, targetsOf } from './batch-reader';
import { type ImageItems, ImageSource } from './image-source';
import { missingClasses } from './missing-classes';
import { measureNormalisation } from './normalisation';
import { shared } from './prefetch-slots';
import type { RunData } from './run-data';
import { TrainReaders } from './train-readers';
import { splitForValidation } from './validation-split';

/** Opens a set of labelled pictures. Its test items follow its training items in number. */
export async function openImageSet(
  data: ImageSetSettings,
  experiment: Experiment,
  folder: string,
): Promise<RunData> {
  const { classNames, ...published } = await readImages(data.dataset, folder);
  const train = sharedSet(published.train);
  const test = sharedSet(published.test);
  const { height, width, channels } = train;
  const split = splitForValidation(train.items, data.validationFraction, splitSeedOf(experiment));
  const normalisation = measureNormalisation(train, split.train);
  const splits = {
    ...split,
    test: Uint32Array.from({ length: test.items }, (_, index) => train.items + index),
  };
  const plain: ImageItems = { sets: [train, test], normalisation, augmentation: undefined };
  const source = new ImageSource(plain);
  const readers = new TrainReaders(plain);
  return {
    task: { kind: 'classification', inputShape: [height, width, channels], classNames },
    ...splits,
    warnings: missingClasses(splits, (item) => source.labelOf(item), classNames),
    normalisation,
    trainReader: (items) => readers.open(items, augmentationOf(data, experiment, split.train)),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    keys: [],
    pictureOf: (item) => ({
      item: item - train.items,
      label: source.labelOf(item),
      height,
      width,
      channels,
      pixels: source.pixelsOf(item),
    }),
    close: () => readers.close(),
  };
}

/** Pictures that a reading thread sees without a copy of its own. */
function sharedSet(set: ImageSet): ImageSet {
  return { ...set, images: shared(set.images), labels: shared(set.labels) };
}
