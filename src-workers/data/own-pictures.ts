import { hasTargets } from '../../src-files/pictures/list-targets';
import {
  drawnShares,
  type OpenedPictures,
  openMasks,
  openPictures,
} from '../../src-files/pictures/open-pictures';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { splitSeedOf } from '../../src-shared/experiment/split-seed';
import { augmentationOf } from './augmentation';
import { BatchReader, targetsOf } from './batch-reader';
import { type ImageItems, ImageSource } from './image-source';
import { missingClasses, missingPixelClasses } from './missing-classes';
import { statisticsOf } from './normalisation';
import { openPictureStore, type PackedPictures } from './picture-store';
import type { RunData } from './run-data';
import { stratifiedSplit } from './stratified-split';
import { openTargetedPictures } from './targeted-pictures';
import { TrainReaders } from './train-readers';

/** Opens pictures of a person's own: an item is a picture, in the order of their classes and names. */
export async function openOwnPictures(
  data: OwnPictureSettings,
  experiment: Experiment,
  location: string,
): Promise<RunData> {
  if (data.task === 'segmentation') return openMaskedPictures(data, experiment, location);
  if (hasTargets(data)) return openTargetedPictures(data, experiment, location);
  const { pictures, classNames, notes, pack } = await openPictures(data, location);
  const splits = stratifiedSplit(pictures, drawnShares(pictures, data), splitSeedOf(experiment));
  const stored: PackedPictures = { pack, labels: sharedLabels(pictures) };
  const store = openPictureStore(stored);
  const normalisation = statisticsOf(data, pack.channels, splits.train, (item) => store.pixelsOf(item));
  const plain: ImageItems = { ...stored, normalisation, augmentation: undefined };
  const source = new ImageSource(plain);
  const readers = new TrainReaders(plain);
  const { height, width, channels } = pack;
  const placeInTest = new Map(Array.from(splits.test, (item, place) => [item, place]));
  return {
    task: { kind: 'classification', inputShape: [height, width, channels], classNames },
    ...splits,
    warnings: [...notes, ...missingClasses({ ...splits }, (item) => source.labelOf(item), classNames)],
    normalisation,
    trainReader: (items) => readers.open(items, augmentationOf(data, experiment, splits.train)),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    keys: [{ name: 'file', of: (item) => [pictures[item].name] }],
    pictureOf: (item) => ({
      item: placeInTest.get(item) ?? item,
      label: source.labelOf(item),
      height,
      width,
      channels,
      pixels: source.pixelsOf(item).slice(),
    }),
    close: () => readers.close(),
  };
}

/** Opens pictures whose pixels have classes: an item is a picture, in the order of their names. */
async function openMaskedPictures(
  data: OwnPictureSettings,
  experiment: Experiment,
  location: string,
): Promise<RunData> {
  const { pictures, classNames, notes, pack, masks } = await openMasks(data, location);
  const items = pictures.map(({ split }) => ({ split, label: 0 }));
  const splits = stratifiedSplit(items, drawnShares(pictures, data), splitSeedOf(experiment));
  const stored = { pack, masks: masks.file };
  const store = openPictureStore(stored);
  const { height, width, channels } = pack;
  const normalisation = statisticsOf(data, channels, splits.train, (item) => store.pixelsOf(item));
  const plain: ImageItems = { ...stored, normalisation, augmentation: undefined };
  const source = new ImageSource(plain);
  const readers = new TrainReaders(plain);
  return {
    task: {
      kind: 'segmentation',
      inputShape: [height, width, channels],
      targetShape: [height, width],
      classNames,
    },
    ...splits,
    warnings: [...notes, ...missingPixelClasses({ ...splits }, (item) => masks.perItem[item], classNames)],
    normalisation,
    trainReader: (count) => readers.open(count, augmentationOf(data, experiment, splits.train)),
    evaluationReader: (count) => new BatchReader(source, count),
    targetsOf: (indices) => targetsOf(source, indices),
    keys: [{ name: 'file', of: (item) => [pictures[item].name] }],
    drawnOf: (item) => ({ height, width, channels, pixels: source.pixelsOf(item).slice() }),
    close: () => readers.close(),
  };
}

/** Labels that a reading thread sees without a copy of its own. */
function sharedLabels(pictures: OpenedPictures['pictures']): Uint16Array {
  const labels = new Uint16Array(new SharedArrayBuffer(2 * pictures.length));
  pictures.forEach(({ label }, item) => {
    labels[item] = label;
  });
  return labels;
}
