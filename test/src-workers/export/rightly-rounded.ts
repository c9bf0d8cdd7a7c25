import { expect } from 'vitest';
import { targetNoise } from '../../../src-workers/evaluate/target-noise';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';
import { Sampler } from '../../../src-workers/posterior/sampler';
import type { TrainedPosterior } from '../../../src-workers/posterior/trained-posterior';
import { fieldSwin, type SmallPosterior, standardised } from '../posterior/small-posteriors';

/** Fields whose means single precision has to 16 and to 0.03 at best: seven spreads of the first, a sixteenth of the second. */
const large = { mean: [300_000_005, 1_000_000.3], std: [2.307, 0.5] };
export const largeFields: SmallPosterior = {
  ...fieldSwin,
  name: 'large fields',
  task: { ...fieldSwin.task, targetMean: large.mean, targetStd: large.std } as SmallPosterior['task'],
  normalisation: { ...fieldSwin.normalisation, ...large },
};

/**
 * Holds what an exported network gives against the app's standardised predictions, put into the targets' own unit in double
 * precision: values are those numbers rounded to single precision, spreads are right to the networks' own agreement.
 */
export function expectRightlyRounded(
  results: ReadonlyMap<string, Float32Array>,
  posterior: TrainedPosterior,
  raw: Float32Array,
  items: number,
): void {
  const { metadata, experiment, layout, flat } = posterior;
  if (metadata.task.kind !== 'regression') throw new Error('These are values.');
  const { targetMean, targetStd } = metadata.task;
  const own = new Sampler(posterior, { kind: 'javascript' }).predict(standardised(metadata, raw), items);
  const fields = targetMean.length;
  const { samples } = experiment.training;
  const predicted = new ValueSamples(
    samples,
    targetNoise(experiment.inference, samples, layout, flat, targetStd),
    fields,
  );
  const count = predicted.valuesOf(own.length / samples);
  const exact = (value: number, at: number) => targetMean[at % fields] + targetStd[at % fields] * value;
  for (let at = 0; at < count; at += 1) {
    const { mean, weightVariance, noiseVariance } = predicted.take(own, at).moments();
    const spread = targetStd[at % fields] * Math.sqrt(weightVariance + noiseVariance);
    expectNearest(results.get('mean')?.[at], exact(mean, at), targetStd[at % fields]);
    predicted.means.forEach((value, sample) => {
      const found = results.get('samples')?.[sample * count + at];
      expectNearest(found, exact(value, at), targetStd[at % fields]);
    });
    // Two networks agree to 2e-5 in their outputs, of which a spread is a difference.
    expect(Math.abs((results.get('std')?.[at] ?? Number.NaN) / spread - 1)).toBeLessThan(1e-3);
  }
}

/** Half a step of single precision away at most, and what two networks differ by. */
function expectNearest(found: number | undefined, exact: number, spread: number): void {
  const halfStep = 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 24);
  expect(Math.abs((found ?? Number.NaN) - exact)).toBeLessThanOrEqual(halfStep + 1e-3 * spread);
}
