import type { PosteriorTask } from '../../src-shared/posterior-metadata';
import type { RunData } from '../data/run-data';
import { ClassificationEvaluation, type PooledClasses } from '../evaluate/classification-evaluation';
import { mixtureQuantile } from '../evaluate/gaussian-mixture';
import type { TargetNoise } from '../evaluate/target-noise';
import { ValueSamples } from '../evaluate/value-samples';
import type { Sampler } from '../posterior/sampler';
import { splitPredictions } from '../posterior/split-predictions';
import type { Forecast } from './value-intervals';

/** A forecast beside what came. */
export interface ForecastOfValue extends Forecast {
  readonly truth: number;
}

/** Values of one target that are looked at, spread over the split, where items have very many. */
const mostValues = 200_000;

/** Class probabilities of a split (their logarithms), pooled over the weight samples that `predict` draws too. */
export async function pooledClasses(
  sampler: Sampler,
  data: RunData,
  indices: Uint32Array,
  onItems: (items: number) => void,
): Promise<PooledClasses> {
  const evaluation = new ClassificationEvaluation(indices.length, sampler.outputs);
  for await (const { predictions, targets } of splitPredictions(sampler, data, indices, onItems))
    evaluation.add(predictions, sampler.samples, targets);
  return evaluation.pooled();
}

/**
 * Forecasts of the values of a split that are known, by target.
 * @param coverage of the central interval whose quantiles are read
 */
export async function forecasts(
  sampler: Sampler,
  data: RunData,
  indices: Uint32Array,
  { noise, coverage }: { readonly noise: TargetNoise; readonly coverage: number },
  onItems: (items: number) => void,
): Promise<readonly (readonly ForecastOfValue[])[]> {
  const targets = targetsOf(sampler.posterior.metadata.task);
  const byTarget = Array.from({ length: targets }, (): ForecastOfValue[] => []);
  const predicted = new ValueSamples(sampler.samples, noise, targets);
  const stride = Math.ceil((indices.length * predicted.valuesOf(sampler.outputs)) / targets / mostValues);
  for await (const chunk of splitPredictions(sampler, data, indices, onItems)) {
    for (let group = 0; group < chunk.targets.length / targets; group += stride)
      for (let target = 0; target < targets; target += 1) {
        const at = group * targets + target;
        const truth = chunk.targets[at];
        if (Number.isNaN(truth)) continue;
        byTarget[target].push({ ...forecastOf(predicted.take(chunk.predictions, at), coverage), truth });
      }
  }
  return byTarget;
}

/** What all samples together predict of the value that was taken. */
export function forecastOf(predicted: ValueSamples, coverage: number): Forecast {
  const { mean, weightVariance, noiseVariance } = predicted.moments();
  const { means, stds } = predicted;
  const tail = (1 - coverage) / 2;
  return {
    mean,
    std: Math.sqrt(weightVariance + noiseVariance),
    low: mixtureQuantile(means, stds, tail),
    high: mixtureQuantile(means, stds, 1 - tail),
  };
}

function targetsOf(task: PosteriorTask): number {
  return task.kind === 'regression' ? task.targetNames.length : 1;
}
