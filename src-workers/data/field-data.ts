import type { FieldSeries } from '../../src-files/data/field';
import { fieldItems } from '../../src-files/data/field-items';
import { leftOutFieldSteps } from '../../src-files/data/left-out-field-steps';
import { lookedAtSteps } from '../../src-files/data/looked-at-steps';
import { readFields, weighedAreas } from '../../src-files/data/read-fields';
import { areasOfRows } from '../../src-files/data/row-areas';
import type { StepValues } from '../../src-files/data/step-values';
import { type FieldSettings, fieldFacts } from '../../src-shared/experiment/data';
import { type FieldUses, fieldUses } from '../../src-shared/experiment/data/field-roles';
import type { Span } from '../../src-shared/experiment/data/time-split';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import { type FieldInputs, fieldInputs, inputWriter, writeFields } from './field-inputs';
import type { Regression, RunData } from './run-data';
import { type StandardSteps, standardSteps } from './standard-steps';
import { measureBlocks, type Standardisation } from './standardisation';
import type { TrainedStandard } from './trained-standard';

/**
 * Opens gridded fields: an item is a time step, numbered from 0, whose fields and those of the steps of history before it, with
 * those that do not change, predict those of the next step. A value that is not known is 0 (the mean) as an input and NaN as a target.
 * @param trained the standard of a posterior that they are for, which may have been measured on other steps
 */
export async function openFieldData(
  data: FieldSettings,
  location: string,
  trained?: TrainedStandard,
): Promise<RunData> {
  const series = await readFields(data, location);
  const { names, height, width } = series;
  const uses = fieldUses(names, fieldFacts(data).roles(data));
  const leftOut = leftOutFieldSteps(data, series);
  const { trainSteps, ...splits } = fieldItems(series, data, leftOut, uses.history);
  const measured = series.fields.map(
    (values, field) =>
      (trained && standardOf(field, uses, trained)) ??
      measureBlocks(trainedSteps(values, trainSteps, height * width, leftOut)),
  );
  const inputs = fieldInputs(series, uses, measured, trained?.inputs);
  const standard = standardSteps(series, measured);
  const source = fieldSource(standard, series, uses, inputs);
  const targets = targetsOfTask(series, uses.targets, measured);
  const cells = Array.from({ length: source.targetSize }, (_, cell) => cell);
  const isTold = [...series.rows, ...series.columns].every(Number.isFinite);
  return {
    task: {
      kind: 'regression',
      inputShape: [height, width, inputs.names.length],
      targetShape: [height, width, uses.targets.length],
      ...targets,
      ...weightsOfRows(data, series, location),
    },
    ...splits,
    warnings: series.notes,
    normalisation: {
      names: inputs.names,
      mean: inputs.standardisations.map((each) => each.mean),
      std: inputs.standardisations.map((each) => each.std),
    },
    timeStep: series.timeStep,
    areas: areasOf(series, uses.targets.length),
    ...(isTold ? { grid: { rows: [...series.rows], columns: [...series.columns] } } : {}),
    trainReader: (items) => new BatchReader(source, items),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    dependenceOf: () => ({ kind: 'time' }),
    persistenceOf: (steps) => {
      const before = new Float32Array(steps.length * source.targetSize);
      const chosen = { fields: names.length, chosen: uses.targets };
      steps.forEach((step, place) => {
        writeFields(standard(step), chosen, before, place * source.targetSize);
      });
      return before;
    },
    keys: [
      // The step that is predicted, from 0, as predictions of files name it.
      { name: 'step', of: (step) => [step + 1] },
      { name: 'row', of: () => cells.map((cell) => Math.floor(cell / (width * uses.targets.length))) },
      { name: 'column', of: () => cells.map((cell) => Math.floor(cell / uses.targets.length) % width) },
    ],
    close: () => {},
  };
}

/** That of the field as an input, or else as a target; undefined where the posterior knows of neither. */
function standardOf(
  field: number,
  { inputs, targets }: FieldUses,
  trained: TrainedStandard,
): Standardisation | undefined {
  // Those of each step of history are alike.
  const [seen, predicted] = [inputs.indexOf(field), targets.indexOf(field)];
  return seen >= 0 ? trained.inputs[seen] : trained.targets[predicted];
}

function weightsOfRows(
  data: FieldSettings,
  series: FieldSeries,
  location: string,
): Pick<Regression, 'rowWeights'> {
  const areas = weighedAreas(data, series, location);
  return areas ? { rowWeights: [...areas] } : {};
}

function targetsOfTask(
  { names, units }: FieldSeries,
  targets: readonly number[],
  measured: readonly Standardisation[],
): Pick<Regression, 'targetNames' | 'targetUnit' | 'targetMean' | 'targetStd'> {
  const [unit, ...others] = targets.map((field) => units[field]);
  return {
    targetNames: targets.map((field) => names[field]),
    ...(unit && others.every((each) => each === unit) ? { targetUnit: unit } : {}),
    targetMean: targets.map((field) => measured[field].mean),
    targetStd: targets.map((field) => measured[field].std),
  };
}

/** Of each value of a step, where rows are latitudes. */
function areasOf(series: FieldSeries, targets: number): Float64Array | undefined {
  const areas = areasOfRows(series);
  const perRow = series.width * targets;
  return (
    areas && Float64Array.from({ length: series.height * perRow }, (_, at) => areas[Math.floor(at / perRow)])
  );
}

/** Those that are measured: of what is read from the disk evenly spread ones. */
function* trainedSteps(
  values: StepValues,
  trained: Span,
  perStep: number,
  leftOut?: Span,
): Iterable<Float32Array | Float64Array> {
  for (const { first, end } of lookedAtSteps(values, trained, perStep))
    for (let step = first; step < end; step += 1)
      if (!leftOut || step < leftOut.first || step >= leftOut.end) yield values.step(step);
}

function fieldSource(
  standard: StandardSteps,
  { names, statics, height, width }: FieldSeries,
  uses: FieldUses,
  inputs: FieldInputs,
): ItemSource {
  const cells = height * width;
  const fields = names.length;
  const write = inputWriter(
    standard,
    { fields, statics, cells },
    uses,
    inputs.standardisations.slice(uses.history * uses.inputs.length),
  );
  return {
    inputSize: cells * inputs.names.length,
    targetSize: cells * uses.targets.length,
    targetType: 'value',
    writeInput: (item, _look, to, offset) => write(item, to, offset),
    writeTarget: (item, to, offset) =>
      writeFields(standard(item + 1), { fields, chosen: uses.targets }, to, offset),
  };
}
