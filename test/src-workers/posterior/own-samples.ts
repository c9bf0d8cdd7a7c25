import { targetNoise } from '../../../src-workers/evaluate/target-noise';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';
import { Sampler } from '../../../src-workers/posterior/sampler';
import type { TrainedPosterior } from '../../../src-workers/posterior/trained-posterior';
import { standardised } from './small-posteriors';

/**
 * The app's own predictions, in the targets' own units, [samples, items, ...].
 * @param raw as a person has them, [items, ...input shape]
 */
export function ownSamples(posterior: TrainedPosterior, raw: Float32Array, items: number): Float32Array {
  const predictions = predictedBy(posterior, raw, items);
  const { task } = posterior.metadata;
  if (task.kind !== 'regression') return predictions.map(Math.exp);
  const { targetMean, targetStd } = task;
  const all = valuesOf(posterior, predictions).map(({ means }) => means);
  return Float32Array.from({ length: posterior.experiment.training.samples * all.length }, (_, at) => {
    const [sample, value] = [Math.floor(at / all.length), at % all.length];
    const target = value % targetMean.length;
    return targetMean[target] + targetStd[target] * all[value][sample];
  });
}

/** The standard deviations that the app predicts, of weights and noise together, in the targets' own units, [items, ...]. */
export function ownStds(posterior: TrainedPosterior, raw: Float32Array, items: number): Float32Array {
  const { task } = posterior.metadata;
  if (task.kind !== 'regression') throw new Error('Classes have no noise.');
  const { targetStd } = task;
  const all = valuesOf(posterior, predictedBy(posterior, raw, items));
  return Float32Array.from(all, ({ std }, value) => targetStd[value % targetStd.length] * std);
}

function predictedBy(posterior: TrainedPosterior, raw: Float32Array, items: number): Float32Array {
  const sampler = new Sampler(posterior, { kind: 'javascript' });
  return sampler.predict(standardised(posterior.metadata, raw), items);
}

function valuesOf({ experiment, metadata, layout, flat }: TrainedPosterior, predictions: Float32Array) {
  const { samples } = experiment.training;
  const units = metadata.task.kind === 'regression' ? metadata.task.targetStd : [1];
  const noise = targetNoise(experiment.inference, samples, layout, flat, units);
  const predicted = new ValueSamples(samples, noise, units.length);
  return Array.from({ length: predicted.valuesOf(predictions.length / samples) }, (_, value) => {
    const { weightVariance, noiseVariance } = predicted.take(predictions, value).moments();
    return { means: predicted.means.slice(), std: Math.sqrt(weightVariance + noiseVariance) };
  });
}
