import {
  type DataSettings,
  type DatasetId,
  dataSchema,
  isKnown,
  itemCounts,
  itemKindOf,
  itemShape,
  knownSet,
} from '../../src-shared/experiment/data';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import type { DatasetInfo } from '../../src-shared/protocol/api';

/** What is known of a data set before it is fetched. */
export function describeDataset(id: DatasetId): Omit<DatasetInfo, 'state'> {
  const { title, about, licence, downloadMB, classes = [] } = knownSet(id);
  const data = dataSchema.parse({ dataset: id });
  const { train, validation, test } = itemCounts(data) ?? { train: 0, validation: 0, test: 0 };
  return {
    id,
    title,
    about,
    licence,
    downloadMB,
    classes,
    kind: itemKindOf(data).name,
    shape: itemShape(data) ?? [],
    trainItems: train + validation,
    testItems: test,
  };
}

/**
 * What is known of the data that a posterior was trained on; undefined where they were files of the person's own, under
 * whatever name.
 */
export function describeTrainedOn(
  data: DataSettings,
  task: PosteriorTask,
): Omit<DatasetInfo, 'state'> | undefined {
  if (!isKnown(data)) return undefined;
  const known = describeDataset(data.dataset);
  // These classes have their names only where the files were the published ones, by their checksums.
  if (data.dataset === 'fashion-mnist') return hasClasses(task, known.classes) ? known : undefined;
  return 'path' in data && data.path !== undefined ? undefined : known;
}

function hasClasses(task: PosteriorTask, classes: readonly string[]): boolean {
  return task.kind === 'classification' && classes.every((name, label) => task.classNames[label] === name);
}
