import type { FieldSeries } from '../../src-files/data/field';
import { readFields } from '../../src-files/data/read-data';
import { trainableSteps } from '../../src-files/data/train-items';
import { disk } from '../../src-files/disk';
import type { FieldSettings } from '../../src-shared/datasets/data-settings';
import type { Span } from '../../src-shared/datasets/time-split';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import type { RunData } from './run-data';
import { measureStandardisation, type Standardisation, standardise } from './standardisation';

/**
 * Opens gridded fields: an item is a time step, numbered from 0, whose fields predict those of the next step. A value
 * that is not known is 0 (the mean) as an input and NaN as a target.
 */
export async function openFieldData(data: FieldSettings, location: string): Promise<RunData> {
  const fields = await readFields(data, location, disk);
  const { names, units, steps, height, width } = fields;
  const spans = trainableSteps(steps, data);
  const splits = {
    train: itemsWithin(spans.train),
    validation: itemsBefore(spans.validation),
    test: itemsBefore(spans.test),
  };
  const standardisations = names.map((_, channel) => {
    return measureStandardisation(fields.values, trainedPositions(fields, spans.train, channel));
  });
  const source = fieldSource(fields, standardisations);
  const mean = standardisations.map((each) => each.mean);
  const std = standardisations.map((each) => each.std);
  const [unit] = units;
  return {
    task: {
      kind: 'regression',
      inputShape: [height, width, names.length],
      targetShape: [height, width, names.length],
      targetNames: names,
      ...(unit && units.every((each) => each === unit) ? { targetUnit: unit } : {}),
      targetMean: mean,
      targetStd: std,
    },
    ...splits,
    warnings: [],
    normalisation: { names, mean, std },
    trainReader: (items) => new BatchReader(source, items),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    close: () => {},
  };
}

/** Items whose both steps are of the span: a training item sees no later step. */
function itemsWithin({ first, end }: Span): Uint32Array {
  return Uint32Array.from({ length: Math.max(0, end - 1 - first) }, (_, index) => first + index);
}

/** Items whose step to predict is of the span; the step before it is known by then. */
function itemsBefore({ first, end }: Span): Uint32Array {
  return Uint32Array.from({ length: end - first }, (_, index) => first - 1 + index);
}

function* trainedPositions(
  { names, height, width }: FieldSeries,
  { first, end }: Span,
  channel: number,
): Iterable<number> {
  const channels = names.length;
  const last = end * height * width * channels;
  for (let position = first * height * width * channels + channel; position < last; position += channels)
    yield position;
}

function fieldSource(
  { values, height, width }: FieldSeries,
  standardisations: readonly Standardisation[],
): ItemSource {
  const channels = standardisations.length;
  const size = height * width * channels;
  const standard = values.map((value, index) => standardise(value, standardisations[index % channels]));
  const known = standard.map((value) => (Number.isNaN(value) ? 0 : value));
  return {
    inputSize: size,
    targetSize: size,
    targetType: 'value',
    writeInput: (step, _epoch, to, offset) => to.set(known.subarray(step * size, (step + 1) * size), offset),
    writeTarget: (step, to, offset) =>
      to.set(standard.subarray((step + 1) * size, (step + 2) * size), offset),
  };
}
