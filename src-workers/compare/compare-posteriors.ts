import { writeFile } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { methodFacts } from '../../src-shared/experiment/methods';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { PosteriorComparison } from '../../src-shared/posterior/posterior-comparison';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { plainItems, type RunData } from '../data/run-data';
import { LogMeanExp } from '../evaluate/scores/log-mean-exp';
import { targetNoise } from '../evaluate/target-noise';
import { ValueSamples } from '../evaluate/value-samples';
import { openRunData } from '../kinds-of-data';
import { oneLikelihood } from '../posterior/one-likelihood';
import { Sampler } from '../posterior/sampler';
import { openPosterior, type TrainedPosterior } from '../posterior/trained-posterior';
import { ComparedClasses } from './compared-classes';
import { NamedApart } from './named-apart';
import { PairedValues } from './paired-values';
import { ValueDistanceMeasure } from './value-distance';
import { ValuesApart } from './values-apart';
import { layerDistances } from './weight-distance';

type ComparisonWork = Extract<PosteriorWork, { kind: 'compare' }>;
type Predictions = Pick<PosteriorComparison, 'predictions' | 'paired' | 'apart'>;
type Both<T> = readonly [T, T];

/** Values that are looked at, spread over the test split, where items have very many: quantiles of each take a while. */
const mostValues = 4000;

/**
 * Measures how far two posteriors lie apart on the test items of both and writes what came of it as JSON.
 * @param onProgress test items that both predicted, of so many
 * @throws BadInputError where they predict other things, or there are no test items
 */
export async function comparePosteriors(
  work: ComparisonWork,
  engine: EngineChoice,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  const both: Both<TrainedPosterior> = [
    await openPosterior(work.posterior, 'as-scored'),
    await openPosterior(work.other, 'as-scored'),
  ];
  oneLikelihood(both[0].metadata.task, 'Comparing item by item');
  refuseOtherScale(both.map(({ metadata }) => metadata.task));
  const data = await openRunData(both[0].metadata.experiment, work.location);
  const samplers: Both<Sampler> = [new Sampler(both[0], engine), new Sampler(both[1], engine)];
  try {
    if (data.test.length === 0) throw new BadInputError('These runs have no test items to be compared on.');
    const comparison: PosteriorComparison = {
      items: data.test.length,
      samples: [samplers[0].samples, samplers[1].samples],
      ...(await predictionsOf(samplers, data, onProgress)),
      layers: layersOf(both),
    };
    await writeFile(work.out, JSON.stringify(comparison));
    return { rows: 0, samples: samplers[0].samples, columns: [], notes: [] };
  } finally {
    for (const sampler of samplers) sampler.dispose();
    data.close();
  }
}

function layersOf([first, second]: Both<TrainedPosterior>): PosteriorComparison['layers'] {
  const ofMembers = [first, second].find(({ experiment }) => methodFacts(experiment.inference).hasMembers);
  if (ofMembers)
    return `Members and chains are not compared weight by weight: each may have its units in another order (${ofMembers.experiment.inference.method}).`;
  return (
    layerDistances(first, second) ??
    'The networks are not the same, so their weights are not compared one by one.'
  );
}

async function predictionsOf(
  samplers: Both<Sampler>,
  data: RunData,
  onProgress: (done: number, total: number) => void,
): Promise<Predictions> {
  const { metadata } = samplers[0].posterior;
  const { experiment } = metadata;
  const task = oneLikelihood(metadata.task, 'Comparing item by item');
  const { seed } = experiment;
  const dependence = data.dependenceOf?.(data.test);
  if (task.kind !== 'regression') {
    const pixels = task.kind === 'segmentation' ? sizeOf(task.targetShape) : undefined;
    const compared = new ComparedClasses(task.classNames.length, pixels);
    // Of class maps it would be each item.
    const apart = pixels === undefined ? new NamedApart(task.classNames) : undefined;
    for await (const { both, targets } of chunksOf(samplers, data, onProgress)) {
      const [first, second] = [pooled(both[0], samplers[0]), pooled(both[1], samplers[1])];
      compared.add(first, second, targets);
      apart?.add(first, second, targets);
    }
    return { ...compared.value(seed, dependence), ...(apart ? { apart: apart.value(data) } : {}) };
  }
  const targets = task.targetNames.length;
  const [ours, theirs] = samplers.map((sampler) => valuesOf(sampler, task.targetStd));
  const measure = new ValueDistanceMeasure(task.targetNames, task.targetStd);
  const groups = (ours.valuesOf(samplers[0].outputs) * data.test.length) / targets;
  const stride = Math.ceil((groups * targets) / mostValues);
  const scores = new PairedValues(task.targetStd);
  const apart = new ValuesApart(task);
  const valuesOfItem = sizeOf(task.targetShape);
  let done = 0;
  for await (const { both, targets: truths } of chunksOf(samplers, data, onProgress)) {
    const [first, second] = both;
    const count = ours.valuesOf(first.length / ours.samples) / targets;
    for (let group = 0; group < count; group += stride)
      for (let target = 0; target < targets; target += 1) {
        const at = group * targets + target;
        measure.add(ours.take(first, at), theirs.take(second, at), target);
        const place = { target, item: done + Math.floor(at / valuesOfItem), value: at % valuesOfItem };
        scores.add(ours, theirs, truths[at], place);
        apart.add(ours, theirs, truths[at], place);
      }
    done += truths.length / valuesOfItem;
  }
  return {
    predictions: measure.value(task.targetUnit),
    paired: scores.value(seed, dependence),
    apart: apart.value(data),
  };
}

function valuesOf({ posterior, samples }: Sampler, units: readonly number[]): ValueSamples {
  const { experiment, layout, flat } = posterior;
  const noise = targetNoise(experiment.inference, samples, layout, flat, units);
  return new ValueSamples(samples, noise, units.length);
}

/** Counts are not standardised as other values are. */
function refuseOtherScale(tasks: readonly PosteriorTask[]): void {
  const scales = tasks.map((task) =>
    task.kind === 'regression' ? JSON.stringify([task.targetMean, task.targetStd]) : '',
  );
  if (new Set(scales).size > 1)
    throw new BadInputError(
      'One of these runs predicts counts (inference.noise) on a scale of its own, the other does not; compare runs that both do, of the same zeroIs.',
    );
}

/** Logarithms of class probabilities, the mean over the samples. */
function pooled(logProbabilities: Float32Array, { samples }: Sampler): Float32Array {
  const size = logProbabilities.length / samples;
  const means = new LogMeanExp(size);
  for (let sample = 0; sample < samples; sample += 1)
    means.add(logProbabilities.subarray(sample * size, (sample + 1) * size));
  const logs = new Float32Array(size);
  means.writeTo(logs);
  return logs;
}

/** What both predict of the same items, chunk by chunk. */
async function* chunksOf(
  samplers: Both<Sampler>,
  data: RunData,
  onProgress: (done: number, total: number) => void,
): AsyncGenerator<{ readonly both: Both<Float32Array>; readonly targets: Float32Array | Int32Array }> {
  const [ours, theirs] = samplers;
  const size = Math.min(ours.items, theirs.items);
  const reader = data.evaluationReader(size);
  const { test } = data;
  for (let first = 0; first < test.length; first += size) {
    const chunk = test.subarray(first, first + size);
    const { inputs } = reader.read(plainItems(chunk));
    const own = inputs.slice(0, (inputs.length / size) * chunk.length);
    const both = [ours.predict(own, chunk.length), theirs.predict(own, chunk.length)] as const;
    yield { both, targets: data.targetsOf(chunk) };
    onProgress(Math.min(first + size, test.length), test.length);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
}
