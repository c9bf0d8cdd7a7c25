import type { DatasetInfo } from '../../src-shared/api';
import {
  type DatasetId,
  dataSchema,
  itemCounts,
  itemKindOf,
  itemShape,
  knownSet,
} from '../../src-shared/experiment/data';

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
