import { weightsOfClasses } from '../../src-files/data/class-weights';
import { datePartIn } from '../../src-files/data/date-column';
import type { Table } from '../../src-files/data/table';
import { readTable } from '../../src-files/data/table';
import type { TableSettings } from '../../src-shared/experiment/data';
import { type Head, headsOf } from '../../src-shared/experiment/data/heads';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import { preparedHeads } from './head-targets';
import { measureColumns } from './measure-columns';
import { missingClasses } from './missing-classes';
import { splitRows } from './row-split';
import type { RunData, Segmentation, Task } from './run-data';
import { type Standardisation, standardise } from './standardisation';
import { startThresholds } from './start-thresholds';
import { withTrainedTexts } from './trained-texts';
import { onlyValue, preparedValues } from './value-targets';

type Splits = Pick<RunData, 'train' | 'validation' | 'test'>;

/** Opens a table: an item is a row; the seed of the split decides which rows test and validate. */
export async function openTableData(
  data: TableSettings,
  splitSeed: number,
  location: string,
): Promise<RunData> {
  const read = await readTable(data, location);
  const splits = splitRows(read, data, splitSeed);
  const { table, notes } = withTrainedTexts(read, splits.train);
  const inputs = measureInputs(table, splits.train);
  const target = prepareTargets(table, splits, headsOf(data));
  const alike = alikeInputs(table, splits.train);
  const medians = table.missing === 'median' ? mediansOf(table, splits.train, inputs) : undefined;
  const source = tableSource(table, inputs, target, medians);
  const { groups } = table;
  return {
    task: table.embeddings.length > 0 ? { ...target.task, embeddings: table.embeddings } : target.task,
    ...splits,
    warnings: [...table.notes, ...notes, ...alikeNotes(table, alike, inputs), ...target.warnings],
    normalisation: {
      names: table.featureNames,
      mean: inputs.map(({ mean }) => mean),
      std: inputs.map(({ std }) => std),
      ...(medians ? { empty: medians } : {}),
      ...(alike.includes(true) ? { alike } : {}),
    },
    trainReader: (items) => new BatchReader(source, items),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    ...(groups && data.dataset === 'table' && data.groups !== undefined
      ? { dependenceOf: groupedBy(data.groups, groups) }
      : {}),
    keys: [{ name: 'row', of: (row) => [table.rowNumbers[row]] }],
    close: () => {},
  };
}

function groupedBy(column: string, groups: Uint32Array): NonNullable<RunData['dependenceOf']> {
  return (indices) => ({ kind: 'groups', column, of: indices.map((row) => groups[row]) });
}

/** So wide that a category which no training row has counts as none: what it would weigh, nothing has taught. */
const untaughtStd = 1e30;

function measureInputs(
  { features, areCategories, embeddings }: Table,
  train: Uint32Array,
): readonly Standardisation[] {
  const numbers = features.slice(0, features.length - embeddings.length);
  const measured = measureColumns(numbers, train).map((measured, feature) =>
    areCategories[feature] && measured.mean === 0 ? { mean: 0, std: untaughtStd } : measured,
  );
  // Places are taken as they are.
  return [...measured, ...embeddings.map(() => ({ mean: 0, std: 1 }))];
}

/** Which columns of numbers have one value wherever they are trained on. */
function alikeInputs(
  { features, featureNames, areCategories, embeddings }: Table,
  train: Uint32Array,
): readonly boolean[] {
  const numbers = features.length - embeddings.length;
  return features.map(
    (values, feature) =>
      feature < numbers &&
      !areCategories[feature] &&
      datePartIn(featureNames[feature]) === undefined &&
      onlyValue(Float64Array.from(train, (row) => values[row])) !== undefined,
  );
}

function alikeNotes(
  { featureNames }: Table,
  alike: readonly boolean[],
  inputs: readonly Standardisation[],
): readonly string[] {
  return featureNames.flatMap((name, feature) =>
    alike[feature]
      ? [
          `${name} is ${inputs[feature].mean} in every row that is trained on: nothing teaches what another value changes, and predictions for one are a guess; leave the column out.`,
        ]
      : [],
  );
}

/** Of the known values that are trained on; the mean of 0 where none is, as elsewhere. */
function mediansOf(
  { features, embeddings }: Table,
  train: Uint32Array,
  inputs: readonly Standardisation[],
): readonly number[] {
  return features.map((values, feature) => {
    if (feature >= features.length - embeddings.length) return 0;
    const known = Float64Array.from(train, (row) => values[row])
      .filter((value) => !Number.isNaN(value))
      .sort();
    const middle = known.length / 2;
    const [lower, upper] = [known[Math.ceil(middle) - 1], known[Math.floor(middle)]];
    return known.length === 0 ? inputs[feature].mean : (lower + upper) / 2;
  });
}

function* labelsAt(labels: Uint32Array, items: Uint32Array): Iterable<number> {
  for (const item of items) yield labels[item];
}

interface PreparedTarget extends Pick<ItemSource, 'targetType' | 'targetSize' | 'writeTarget'> {
  readonly task: Exclude<Task, Segmentation>;
  readonly warnings: readonly string[];
}

function prepareTargets(
  { targets, featureNames, classWeights }: Table,
  splits: Splits,
  heads: readonly Head[],
): PreparedTarget {
  const inputShape = [featureNames.length];
  if (heads.length > 0) return preparedHeads(heads, targets, inputShape, splits);
  const [target] = targets;
  if (target.kind === 'classification') {
    const { labels, classNames, isOrdered } = target;
    return {
      task: {
        kind: 'classification',
        inputShape,
        classNames,
        ...(classWeights === undefined
          ? {}
          : { classWeights: weightsOfClasses(classWeights, classNames, labelsAt(labels, splits.train)) }),
        ...(isOrdered
          ? { thresholds: startThresholds(labelsAt(labels, splits.train), classNames.length) }
          : {}),
      },
      targetType: 'label',
      targetSize: 1,
      writeTarget: (row, to, offset) => {
        to[offset] = labels[row];
      },
      warnings: missingClasses({ ...splits }, (row) => labels[row], classNames),
    };
  }
  const values = targets.filter((one) => one.kind === 'regression');
  return preparedValues(values, inputShape, splits.train);
}

function tableSource(
  { rows, features }: Table,
  inputs: readonly Standardisation[],
  { targetType, targetSize, writeTarget }: PreparedTarget,
  empty: readonly number[] = inputs.map(({ mean }) => mean),
): ItemSource {
  const values = new Float32Array(rows * features.length);
  for (let row = 0; row < rows; row += 1)
    for (let feature = 0; feature < features.length; feature += 1) {
      const value = features[feature][row];
      const known = Number.isNaN(value) ? empty[feature] : value;
      values[row * features.length + feature] = standardise(known, inputs[feature]);
    }
  return {
    inputSize: features.length,
    targetSize,
    targetType,
    writeTarget,
    writeInput: (row, _look, to, offset) => {
      for (let feature = 0; feature < features.length; feature += 1)
        to[offset + feature] = values[row * features.length + feature];
    },
  };
}
