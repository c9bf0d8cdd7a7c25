import { type Calibration, calibrationOfHead } from '../../src-shared/assessment/calibration';
import { itemKindOf } from '../../src-shared/experiment/data';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Noise } from '../../src-shared/experiment/noise';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { parameterOfHead } from '../bayes/likelihoods/of-heads';
import { noiseParameter, targetNoise } from '../evaluate/target-noise';
import { ValueSamples } from '../evaluate/value-samples';
import { openInputs } from '../kinds-of-data';
import { headParts, partOfRows } from '../models/head-parts';
import { networkOutputs } from '../models/network-outputs';
import type { OneLikelihood } from '../posterior/one-likelihood';
import { Sampler } from '../posterior/sampler';
import { openPosterior, type TrainedPosterior } from '../posterior/trained-posterior';
import { besideEachOther } from './beside-each-other';
import { ClassMapFiles } from './class-map-files';
import { inputPlace } from './input-place';
import { refuseNotFinite } from './refuse-not-finite';
import { ShownRows } from './shown-rows';
import { classColumns } from './tables/class-columns';
import { intervalColumns, quantileColumns } from './tables/interval-columns';
import { keyColumn } from './tables/key-column';
import { mapColumns } from './tables/map-columns';
import { openTableWriter } from './tables/open-table-writer';
import type { ResultColumn } from './tables/result-column';
import { valueColumns } from './tables/value-columns';

/** Rows of the table that a window shows at once. */
const mostShown = 500;

type Prediction = Extract<PosteriorWork, { kind: 'predict' }>;

/**
 * Predicts for a folder of pictures, a CSV file or fields and writes a table with the uncertainty of each row.
 * @param onProgress items done, of so many
 * @throws BadInputError naming the file (row and column) that does not fit, and what would
 */
export async function predictFile(
  { posterior: file, input, out, format, maps, samples, calibration: kept }: Prediction,
  engine: EngineChoice,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  const posterior = await openPosterior(file, samples ?? 'as-scored');
  const { task } = posterior.metadata;
  const calibration = kept?.step === posterior.metadata.step ? kept : undefined;
  const place = await inputPlace(input, itemKindOf(posterior.metadata.experiment.data).predictsFor);
  const inputs = await openInputs(place, posterior.metadata, engine);
  const sampler = new Sampler(posterior, engine);
  const writer = openTableWriter(out, format, inputs);
  const files = maps === undefined ? undefined : new ClassMapFiles(maps);
  let columns: readonly ResultColumn[] = [];
  const shown = new ShownRows(mostShown);
  let rows = 0;
  for (let first = 0; first < inputs.items; first += sampler.items) {
    onProgress(first, inputs.items);
    const count = Math.min(sampler.items, inputs.items - first);
    const read = await inputs.read(first, count);
    refuseNotFinite('its standardised inputs hold', read, { first, count }, inputs, input);
    const predictions = sampler.predict(read, count);
    const groups = sampler.samples;
    refuseNotFinite('the network predicts', predictions, { first, count, groups }, inputs, input);
    columns = [
      ...inputs.keys.map((key) =>
        keyColumn(
          key,
          Array.from({ length: count }, (_, place) => first + place),
        ),
      ),
      ...(task.kind === 'segmentation'
        ? mapColumns(
            {
              predictions,
              task,
              samples: sampler.samples,
              temperature: calibration?.temperature?.temperature,
            },
            files?.of(inputs, first),
          )
        : columnsOf(posterior, predictions, calibration)),
    ];
    await writer.write(columns);
    shown.add(columns);
    rows += columns[0].values.length;
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
  await writer.finish();
  sampler.dispose();
  return {
    rows,
    samples: sampler.samples,
    columns: columns.map(({ name }) => name),
    shown: shown.rows(),
    ...quantityOf(task),
    notes: [...inputs.notes, ...calibrationNotes(kept, calibration, sampler.samples)],
  };
}

function quantityOf(task: PosteriorTask): Pick<PosteriorResult, 'target' | 'unit'> {
  if (task.kind !== 'regression') return {};
  const [target, ...others] = task.targetNames;
  return {
    ...(others.length === 0 ? { target } : {}),
    ...(task.targetUnit === undefined ? {} : { unit: task.targetUnit }),
  };
}

function columnsOf(
  posterior: TrainedPosterior,
  predictions: Float32Array,
  calibration: Calibration | undefined,
): readonly ResultColumn[] {
  const { task } = posterior.metadata;
  const { noise } = posterior.experiment.inference;
  if (task.kind !== 'heads')
    return columnsOfTask(posterior, { task, noise, parameter: noiseParameter }, predictions, calibration);
  const width = sizeOf(networkOutputs(task));
  return headParts(task).flatMap(({ head, outputs }) => {
    const parameter = parameterOfHead(noiseParameter, head.name);
    const own = partOfRows(predictions, width, outputs);
    const calibrated = calibration && calibrationOfHead(calibration, head.name);
    const columns = columnsOfTask(posterior, { ...head, parameter }, own, calibrated);
    // Those of several values are called by the head already.
    const isCalled = head.task.kind === 'regression' && head.task.targetNames.length > 1;
    return isCalled ? columns : columns.map((column) => ({ ...column, name: `${head.name}.${column.name}` }));
  });
}

function columnsOfTask(
  { experiment, layout, flat }: TrainedPosterior,
  {
    task,
    noise: settings,
    parameter,
  }: { readonly task: OneLikelihood; readonly noise: Noise; readonly parameter: string },
  predictions: Float32Array,
  calibration: Calibration | undefined,
): readonly ResultColumn[] {
  const { samples } = experiment.training;
  if (task.kind === 'classification') return classColumns(predictions, samples, task.classNames, calibration);
  if (task.kind === 'segmentation') return [];
  const noise = targetNoise({ noise: settings }, samples, layout, flat, task.targetStd, parameter);
  const predicted = new ValueSamples(samples, noise, task.targetNames.length);
  const { intervals, quantiles } = calibration ?? {};
  const columns = [
    ...valueColumns(predictions, predicted, task),
    ...(quantiles ? quantileColumns(predictions, predicted, task, quantiles) : []),
    ...(intervals ? intervalColumns(predictions, predicted, task, intervals) : []),
  ];
  // Fields have a row for each of their values, series one for each step.
  return task.targetShape.length < 3 ? besideEachOther(columns, task.targetNames) : columns;
}

/** @param used what of the kept calibration is of this posterior */
function calibrationNotes(
  kept: Calibration | undefined,
  used: Calibration | undefined,
  samples: number,
): readonly string[] {
  if (kept && !used)
    return ['The run was trained on since it was calibrated; calibrate it again to have calibrated columns.'];
  if (!used || used.samples === samples) return [];
  return [
    `The run was calibrated with ${used.samples} weight samples and predicts with ${samples}; calibrate it with as many for the coverage that was promised.`,
  ];
}
