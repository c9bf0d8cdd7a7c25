import type { Experiment } from '../../src-shared/experiment';
import { BatchReader, targetsOf } from './batch-reader';
import { ImageSource } from './image-source';
import { loadDataset } from './load-dataset';
import { measureNormalisation } from './normalisation';
import type { RunData } from './run-data';
import { splitForValidation } from './validation-split';

/** Opens a set of labelled pictures. Its test items follow its training items in number. */
export async function openImageData(experiment: Experiment, folder: string): Promise<RunData> {
  const { train, test, classNames } = await loadDataset(experiment.data.dataset, folder);
  const { height, width, channels } = train;
  const split = splitForValidation(train.items, experiment.data.validationFraction, experiment.seed);
  const normalisation = measureNormalisation(train, split.train);
  const source = new ImageSource(train, test, normalisation);
  return {
    task: { kind: 'classification', inputShape: [height, width, channels], classNames },
    ...split,
    test: Uint32Array.from({ length: test.items }, (_, index) => train.items + index),
    warnings: [],
    normalisation,
    trainReader: (items) => new BatchReader(source, items),
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
    close: () => {},
  };
}
