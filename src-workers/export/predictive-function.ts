import {
  add,
  div,
  exp,
  expandDims,
  log,
  maximum,
  mean,
  mul,
  neg,
  relu,
  scalar,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import type { Noise } from '../../src-shared/experiment/noise';
import { parameterOfHead } from '../bayes/likelihoods/of-heads';
import { normalPlaces } from '../evaluate/distributions/normal-pieces';
import { noiseParameter, type TargetNoise, targetNoise } from '../evaluate/target-noise';
import { headParts } from '../models/head-parts';
import type { Layers } from '../models/layers';
import type { OneLikelihood } from '../posterior/one-likelihood';
import type { TrainedPosterior } from '../posterior/trained-posterior';
import { standardiseInputs } from './raw-inputs';

/** What the network gives for each item, by name, in words. */
export function describeOutputs({
  metadata: { task },
  experiment: {
    inference: { noise },
  },
}: TrainedPosterior): Readonly<Record<string, string>> {
  if (task.kind !== 'heads') return describeTask(task, noise);
  const all = task.heads.flatMap((head) =>
    Object.entries(describeTask(head.task, head.noise)).map(([name, words]) => [
      `${head.name}.${name}`,
      words,
    ]),
  );
  return Object.fromEntries(all);
}

function describeTask(task: OneLikelihood, noise: Noise): Readonly<Record<string, string>> {
  const samples = 'of each weight sample, [samples, items, ...]';
  if (task.kind !== 'regression') {
    const pixels = task.kind === 'segmentation' ? `, ${task.targetShape.join(', ')}` : '';
    return {
      mean: `class probabilities, [items${pixels}, ${task.classNames.length}]`,
      std: 'their standard deviation over the weight samples',
      entropy: `of the mean probabilities, nats, [items${pixels}]`,
      mutual_information: `the part of the entropy that the weights are behind, nats, [items${pixels}]`,
      samples: `class probabilities ${samples}`,
    };
  }
  const unit = task.targetUnit === undefined ? 'in their own units' : `in ${task.targetUnit}`;
  return {
    mean: `${task.targetNames.join(', ')}, ${unit}, [items, ${task.targetShape.join(', ')}]`,
    std: 'standard deviation of the prediction, of weights and noise together',
    std_epistemic: 'the part of it that the weights are behind: the spread of the samples',
    samples: `values ${samples}`,
    ...(noise.kind === 'quantiles'
      ? { quantiles: `at ${noise.levels.join(', ')}, the mean over the samples, [levels, items, ...]` }
      : {}),
  };
}

/**
 * The predictive function: mean, spread and samples of what is predicted, from raw inputs and in the targets' own units.
 * @param raw [items, ...inputShape], before standardisation
 * @returns by the names of `describeOutputs`
 */
export function predictiveFunction(
  posterior: TrainedPosterior,
  layers: Layers,
  raw: Tensor,
): ReadonlyMap<string, Tensor> {
  const { model, likelihood, metadata } = posterior;
  const outputs = model.forward(expandDims(standardiseInputs(raw, metadata), 0), layers);
  const samples = likelihood.predictive(outputs);
  const { task } = metadata;
  const { noise } = posterior.experiment.inference;
  if (task.kind !== 'heads') return outputsOf(posterior, { task, noise, parameter: noiseParameter }, samples);
  return new Map(
    headParts(task).flatMap(({ head, outputs: { first, size } }) => {
      const parameter = parameterOfHead(noiseParameter, head.name);
      const own = outputsOf(posterior, { ...head, parameter }, lastAxisFrom(samples, first, size));
      return [...own].map(([name, value]) => [`${head.name}.${name}`, value] as const);
    }),
  );
}

interface Predicted<Task> {
  readonly task: Task;
  readonly noise: Noise;
  /** The name that a learned noise has among the parameters. */
  readonly parameter: string;
}

function outputsOf(
  posterior: TrainedPosterior,
  { task, ...others }: Predicted<OneLikelihood>,
  samples: Tensor,
): ReadonlyMap<string, Tensor> {
  return task.kind === 'regression'
    ? valueOutputs(posterior, { task, ...others }, samples)
    : classOutputs(exp(samples));
}

function classOutputs(samples: Tensor): ReadonlyMap<string, Tensor> {
  const pooled = mean(samples, 0);
  const entropy = entropyOf(pooled);
  // Below 0 rounding alone would put it.
  const epistemic = relu(sub(entropy, mean(entropyOf(samples), 0)));
  return new Map([
    ['mean', pooled],
    ['std', sqrt(varianceOf(samples))],
    ['entropy', entropy],
    ['mutual_information', epistemic],
    ['samples', samples],
  ]);
}

function valueOutputs(
  { experiment, layout, flat }: TrainedPosterior,
  {
    task: { targetMean, targetStd },
    noise: settings,
    parameter,
  }: Predicted<Extract<OneLikelihood, { readonly kind: 'regression' }>>,
  predicted: Tensor,
): ReadonlyMap<string, Tensor> {
  const targets = targetStd.length;
  const { samples } = experiment.training;
  const noise = targetNoise({ noise: settings }, samples, layout, flat, targetStd, parameter);
  const standardised = lastAxisFrom(predicted, placeOfMean(noise) * targets, targets);
  const scale = row(targetStd);
  const inUnit = (values: Tensor) => shifted(values, targetMean, targetStd);
  const variance = varianceOf(standardised);
  return new Map([
    ['mean', inUnit(mean(standardised, 0))],
    ['std', mul(scale, sqrt(add(variance, noiseVariance(noise, predicted, targets))))],
    ['std_epistemic', mul(scale, sqrt(variance))],
    ['samples', inUnit(standardised)],
    ...(noise.kind === 'quantiles'
      ? [['quantiles', inUnit(pooledQuantiles(predicted, noise.levels.length, targets))] as const]
      : []),
  ]);
}

/** Where what is predicted stands among the numbers of a value: of quantiles the median. */
function placeOfMean(noise: TargetNoise): number {
  return noise.kind === 'quantiles' ? noise.levels.indexOf(0.5) : 0;
}

/** The mean of each over the samples, [levels, items, ...targets]. */
function pooledQuantiles(predicted: Tensor, levels: number, targets: number): Tensor {
  return stack(
    Array.from({ length: levels }, (_, level) => mean(lastAxisFrom(predicted, level * targets, targets), 0)),
  );
}

/** Standardised, the mean over the samples: one number, one for each target, or one for each value. */
function noiseVariance(noise: TargetNoise, predicted: Tensor, targets: number): Tensor {
  switch (noise.kind) {
    case 'predicted':
      return mean(square(lastAxisFrom(predicted, targets, targets)), 0);
    case 'poisson':
      return div(mean(predicted, 0), row(noise.units));
    case 'negative-binomial':
      return mean(overDispersed(noise.units, predicted, targets), 0);
    case 'quantiles':
      return mean(square(gaussianWidths(noise.levels, predicted, targets)), 0);
    case 'samples':
      return scalar(0);
    case 'by-sample':
      return scalar(meanSquare(noise.stds));
    case 'by-target':
      return row(noise.stds.map(meanSquare));
  }
}

/** m / unit + α m², of means in multiples of the unit. */
function overDispersed(units: readonly number[], predicted: Tensor, targets: number): Tensor {
  const means = lastAxisFrom(predicted, 0, targets);
  return add(div(means, row(units)), mul(lastAxisFrom(predicted, targets, targets), square(means)));
}

function meanSquare(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value ** 2 / values.length, 0);
}

/** Standard deviations of Gaussians as wide as the outermost quantiles. */
function gaussianWidths(levels: readonly number[], predicted: Tensor, targets: number): Tensor {
  const places = normalPlaces(levels);
  const last = levels.length - 1;
  const width = sub(lastAxisFrom(predicted, last * targets, targets), lastAxisFrom(predicted, 0, targets));
  return mul(width, 1 / (places[last] - places[0]));
}

function lastAxisFrom(values: Tensor, first: number, size: number): Tensor {
  const others = values.shape.slice(0, -1);
  if (values.shape[others.length] === size) return values;
  return slice(values, [...others.map(() => 0), first], [...others, size]);
}

/**
 * mean + std * values, rounded once: single precision has a mean of 300 million to 16 at best, which may be many spreads, so
 * that what it lacks is added to the values before. Spreads are those of the values themselves for the same reason.
 */
function shifted(values: Tensor, means: readonly number[], stds: readonly number[]): Tensor {
  const lacking = means.map((each, at) => (each - Math.fround(each)) / stds[at]);
  return add(row(means), mul(row(stds), add(values, row(lacking))));
}

function row(values: readonly number[]): Tensor {
  return tensor([...values], [values.length], 'float32');
}

// The smallest normal number in single precision: keeps 0 log 0 at 0.
const tiny = 1.1754944e-38;

function entropyOf(probabilities: Tensor): Tensor {
  return neg(sum(mul(probabilities, log(maximum(probabilities, tiny))), -1));
}

/** Unbiased, over the samples; 0 of one. */
function varianceOf(samples: Tensor): Tensor {
  const deviations = sub(samples, mean(samples, 0, true));
  return mul(sum(square(deviations), 0), 1 / Math.max(1, samples.shape[0] - 1));
}
