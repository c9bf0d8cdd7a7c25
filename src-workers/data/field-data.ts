import type { FieldSeries } from '../../src-files/data/field';
import { fieldItems } from '../../src-files/data/field-items';
import { readFields } from '../../src-files/data/read-fields';
import type { FieldSettings } from '../../src-shared/experiment/data';
import type { Span } from '../../src-shared/experiment/data/time-split';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import type { RunData } from './run-data';
import { measureStandardisation, type Standardisation, standardise } from './standardisation';

/**
 * Opens gridded fields: an item is a time step, numbered from 0, whose fields predict those of the next step. A value
 * that is not known is 0 (the mean) as an input and NaN as a target.
 */
export async function openFieldData(data: FieldSettings, location: string): Promise<RunData> {
  const series = await readFields(data, location);
  const { names, units, height, width } = series;
  const { trainSteps, ...splits } = fieldItems(series, data);
  const standardisations = series.fields.map((values) =>
    measureStandardisation(values, positionsOf(trainSteps, height * width)),
  );
  const size = height * width * names.length;
  const standard = standardFields(series, standardisations);
  const source = fieldSource(standard, size);
  const cells = Array.from({ length: height * width * names.length }, (_, cell) => cell);
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
    warnings: series.notes,
    normalisation: { names, mean, std },
    timeStep: series.timeStep,
    trainReader: (items) => new BatchReader(source, items),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    dependenceOf: () => ({ kind: 'time' }),
    persistenceOf: (steps) => {
      const before = new Float32Array(steps.length * size);
      steps.forEach((step, place) => {
        before.set(standard.subarray(step * size, (step + 1) * size), place * size);
      });
      return before;
    },
    keys: [
      // The step that is predicted, from 1.
      { name: 'step', of: (step) => [step + 2] },
      { name: 'row', of: () => cells.map((cell) => Math.floor(cell / (width * names.length))) },
      { name: 'column', of: () => cells.map((cell) => Math.floor(cell / names.length) % width) },
    ],
    close: () => {},
  };
}

/** Of the values of these steps in a field. */
function* positionsOf({ first, end }: Span, perStep: number): Iterable<number> {
  for (let position = first * perStep; position < end * perStep; position += 1) yield position;
}

/** @param standard fields of all steps, `size` numbers each */
function fieldSource(standard: Float32Array, size: number): ItemSource {
  const known = standard.map((value) => (Number.isNaN(value) ? 0 : value));
  return {
    inputSize: size,
    targetSize: size,
    targetType: 'value',
    writeInput: (step, _look, to, offset) => to.set(known.subarray(step * size, (step + 1) * size), offset),
    writeTarget: (step, to, offset) =>
      to.set(standard.subarray((step + 1) * size, (step + 2) * size), offset),
  };
}

/** [steps, height, width, fields], standardised in double precision before they become single. */
export function standardFields(
  { fields }: Pick<FieldSeries, 'fields'>,
  standardisations: readonly Standardisation[],
): Float32Array {
  const standard = new Float32Array(fields.reduce((sum, { length }) => sum + length, 0));
  fields.forEach((values, field) => {
    for (let at = 0; at < values.length; at += 1)
      standard[at * fields.length + field] = standardise(values[at], standardisations[field]);
  });
  return standard;
}
