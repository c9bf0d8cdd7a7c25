import type { FieldSeries } from '../../src-files/data/field';
import { fieldItems } from '../../src-files/data/field-items';
import { leftOutFieldSteps } from '../../src-files/data/left-out-field-steps';
import { readFields } from '../../src-files/data/read-fields';
import { rowAreas } from '../../src-files/data/row-areas';
import type { StepValues } from '../../src-files/data/step-values';
import type { FieldSettings } from '../../src-shared/experiment/data';
import type { Span } from '../../src-shared/experiment/data/time-split';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import type { RunData } from './run-data';
import { type StandardSteps, standardSteps } from './standard-steps';
import { measureValues } from './standardisation';

/**
 * Opens gridded fields: an item is a time step, numbered from 0, whose fields predict those of the next step. A value
 * that is not known is 0 (the mean) as an input and NaN as a target.
 */
export async function openFieldData(data: FieldSettings, location: string): Promise<RunData> {
  const series = await readFields(data, location);
  const { names, units, height, width } = series;
  const leftOut = leftOutFieldSteps(data, series);
  const { trainSteps, ...splits } = fieldItems(series, data, leftOut);
  const standardisations = series.fields.map((values) =>
    measureValues(valuesOfSteps(values, trainSteps, leftOut)),
  );
  const size = height * width * names.length;
  const standard = standardSteps(series, standardisations);
  const source = fieldSource(standard, size);
  const cells = Array.from({ length: height * width * names.length }, (_, cell) => cell);
  const mean = standardisations.map((each) => each.mean);
  const std = standardisations.map((each) => each.std);
  const [unit] = units;
  const isTold = [...series.rows, ...series.columns].every(Number.isFinite);
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
    areas: areasOf(series),
    ...(isTold ? { grid: { rows: [...series.rows], columns: [...series.columns] } } : {}),
    trainReader: (items) => new BatchReader(source, items),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    dependenceOf: () => ({ kind: 'time' }),
    persistenceOf: (steps) => {
      const before = new Float32Array(steps.length * size);
      steps.forEach((step, place) => {
        before.set(standard(step), place * size);
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

/** Of each value of a step, where rows are latitudes. */
function areasOf({ axes, rows, height, width, names }: FieldSeries): Float64Array | undefined {
  const [, y] = axes;
  const { units = '', standard_name: standardName = '' } = y.attributes;
  const areLatitudes =
    standardName === 'latitude' || /^degrees?_?n(orth)?$/i.test(units) || /^lat(itude)?$/i.test(y.name);
  if (!areLatitudes || rows.length !== height || !rows.every((row) => Math.abs(row) <= 90)) return undefined;
  const areas = rowAreas(rows);
  const perRow = width * names.length;
  return Float64Array.from({ length: height * perRow }, (_, at) => areas[Math.floor(at / perRow)]);
}

function* valuesOfSteps(values: StepValues, { first, end }: Span, leftOut?: Span): Iterable<number> {
  for (let step = first; step < end; step += 1)
    if (!leftOut || step < leftOut.first || step >= leftOut.end) yield* values.step(step);
}

/** @param size numbers of one step */
function fieldSource(standard: StandardSteps, size: number): ItemSource {
  return {
    inputSize: size,
    targetSize: size,
    targetType: 'value',
    writeInput: (step, _look, to, offset) => {
      const values = standard(step);
      for (let at = 0; at < size; at += 1) to[offset + at] = Number.isNaN(values[at]) ? 0 : values[at];
    },
    writeTarget: (step, to, offset) => to.set(standard(step + 1), offset),
  };
}
