import type { RunData } from '../data/run-data';
import { ClassificationEvaluation, type PooledClasses } from '../evaluate/classification-evaluation';
import { ValueSamples } from '../evaluate/value-samples';
import { type JudgedTarget, outputsOf, predictionsOf, targetsOf } from '../posterior/judged-targets';
import type { Sampler } from '../posterior/sampler';
import { splitPredictions } from '../posterior/split-predictions';
import type { Forecast } from './value-intervals';

/** A forecast beside what came. */
export interface ForecastOfValue extends Forecast {
  readonly truth: number;
}

/** What is read of each value of a split. */
export interface Reading<One> {
  /** Values of one target that are looked at, spread over the split, where items have very many. */
  readonly mostValues: number;
  /**
   * @param predicted of all samples, the value being taken in
   * @param target its place among the targets
   */
  of(predicted: ValueSamples, truth: number, target: number): One;
}

/** Class probabilities of a split (their logarithms), pooled over the weight samples that `predict` draws too. */
export async function pooledClasses(
  sampler: Sampler,
  data: RunData,
  judged: JudgedTarget,
  indices: Uint32Array,
  onItems: (items: number) => void,
): Promise<PooledClasses> {
  const evaluation = new ClassificationEvaluation(indices.length, outputsOf(judged));
  for await (const { predictions, targets } of splitPredictions(sampler, data, indices, onItems))
    evaluation.add(predictionsOf(judged, predictions), sampler.samples, targetsOf(judged, targets));
  return evaluation.pooled();
}

/** What a posterior predicts of the values of a split that are known, by target. */
export async function heldOutValues<One>(
  sampler: Sampler,
  data: RunData,
  judged: JudgedTarget,
  indices: Uint32Array,
  reading: Reading<One>,
  onItems: (items: number) => void,
): Promise<readonly (readonly One[])[]> {
  const { task, noise } = judged;
  if (!noise || task.kind !== 'regression') throw new Error('Classes have no values.');
  const targets = task.targetNames.length;
  const byTarget = Array.from({ length: targets }, (): One[] => []);
  const predicted = new ValueSamples(sampler.samples, noise, targets);
  const values = (indices.length * predicted.valuesOf(outputsOf(judged))) / targets;
  const stride = Math.ceil(values / reading.mostValues);
  for await (const chunk of splitPredictions(sampler, data, indices, onItems)) {
    const [predictions, truths] = [
      predictionsOf(judged, chunk.predictions),
      targetsOf(judged, chunk.targets),
    ];
    for (let group = 0; group < truths.length / targets; group += stride)
      for (let target = 0; target < targets; target += 1) {
        const at = group * targets + target;
        const truth = truths[at];
        if (Number.isNaN(truth)) continue;
        byTarget[target].push(reading.of(predicted.take(predictions, at), truth, target));
      }
  }
  return byTarget;
}

/** What all samples together predict of the value that was taken. */
export function forecastOf(predicted: ValueSamples, coverage: number): Forecast {
  const { mean, weightVariance, noiseVariance } = predicted.moments();
  const distribution = predicted.distribution();
  const tail = (1 - coverage) / 2;
  return {
    mean,
    std: Math.sqrt(weightVariance + noiseVariance),
    low: distribution.quantile(tail),
    high: distribution.quantile(1 - tail),
  };
}
