import { Sampler } from '../../src-workers/posterior/sampler';
import type { TrainedPosterior } from '../../src-workers/posterior/trained-posterior';
import { standardised } from '../src-workers/posterior/small-posteriors';

/**
 * The app's own predictions, in the targets' own units, [samples, items, ...].
 * @param raw as a person has them, [items, ...input shape]
 */
export function ownSamples(posterior: TrainedPosterior, raw: Float32Array, items: number): Float32Array {
  const { metadata } = posterior;
  const own = new Sampler(posterior, { kind: 'javascript' }).predict(standardised(metadata, raw), items);
  if (metadata.task.kind === 'classification') return own.map(Math.exp);
  const { targetMean, targetStd } = metadata.task;
  return own.map(
    (value, at) => targetMean[at % targetMean.length] + targetStd[at % targetStd.length] * value,
  );
}
