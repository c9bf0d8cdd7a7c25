import type { TargetedPictures } from '../../src-files/pictures/list-targets';
import { drawnShares, openTargets } from '../../src-files/pictures/open-pictures';
import { headsOf } from '../../src-shared/experiment/data/heads';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { splitSeedOf } from '../../src-shared/experiment/split-seed';
import { augmentationOf } from './augmentation';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import { preparedHeads } from './head-targets';
import { type ImageItems, ImageSource } from './image-source';
import { statisticsOf } from './normalisation';
import { openPictureStore } from './picture-store';
import type { RunData, Task } from './run-data';
import { stratifiedSplit } from './stratified-split';
import { TrainReaders } from './train-readers';
import { preparedValues } from './value-targets';

type Splits = Pick<RunData, 'train' | 'validation' | 'test'>;

/** What is predicted of pictures, in the parts that they are drawn into, before any of them is decoded. */
export interface PictureTargets extends Pick<ItemSource, 'targetSize' | 'writeTarget'> {
  readonly splits: Splits;
  readonly task: Task;
  readonly warnings: readonly string[];
}

export function targetsOfPictures(
  { pictures, targets }: TargetedPictures,
  data: OwnPictureSettings,
  experiment: Experiment,
): PictureTargets {
  const splits = stratifiedSplit(pictures, drawnShares(pictures, data), splitSeedOf(experiment));
  const inputShape = [...data.size, data.colours === 'grey' ? 1 : 3];
  const heads = headsOf(data);
  if (heads.length > 0) return { ...preparedHeads(heads, targets, inputShape, splits), splits };
  const values = targets.filter((target) => target.kind === 'regression');
  return { ...preparedValues(values, inputShape, splits.train), splits };
}

/** Opens pictures with numbers, or with several things that are predicted of each: an item is a picture, in the table's order. */
export async function openTargetedPictures(
  data: OwnPictureSettings,
  experiment: Experiment,
  location: string,
): Promise<RunData> {
  const opened = await openTargets(data, location);
  const { pictures, notes, pack } = opened;
  const { splits, task, warnings, ...target } = targetsOfPictures(opened, data, experiment);
  const stored = { pack, values: valuesOf(target, pictures.length), each: target.targetSize };
  const store = openPictureStore(stored);
  const { height, width, channels } = pack;
  const normalisation = statisticsOf(data, channels, splits.train, (item) => store.pixelsOf(item));
  const plain: ImageItems = { ...stored, normalisation, augmentation: undefined };
  const source = new ImageSource(plain);
  const readers = new TrainReaders(plain);
  return {
    task,
    ...splits,
    warnings: [...notes, ...warnings],
    normalisation,
    trainReader: (items) => readers.open(items, augmentationOf(data, experiment, splits.train)),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    keys: [{ name: 'file', of: (item) => [pictures[item].name] }],
    drawnOf: (item) => ({ height, width, channels, pixels: source.pixelsOf(item).slice() }),
    close: () => readers.close(),
  };
}

/** Of all items as batches hold them, where a reading thread sees them without a copy of its own. */
function valuesOf(
  { targetSize, writeTarget }: Pick<ItemSource, 'targetSize' | 'writeTarget'>,
  items: number,
) {
  const values = new Float32Array(new SharedArrayBuffer(4 * items * targetSize));
  for (let item = 0; item < items; item += 1)
    writeTarget(item, values, item * targetSize, { epoch: 0, view: 0 });
  return values;
}
