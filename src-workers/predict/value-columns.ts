import type { PosteriorTask } from '../../src-shared/posterior-metadata';
import { predictedLevels } from '../calibrate/quantile-curve';
import { mixtureQuantile } from '../evaluate/gaussian-mixture';
import type { ValueSamples } from '../evaluate/value-samples';
import type { ResultColumn } from './result-column';

export type Targets = Pick<Extract<PosteriorTask, { kind: 'regression' }>, 'targetMean' | 'targetStd'>;

/**
 * What is predicted for values, in the target's own unit: mean, standard deviation with its two parts (aleatoric: the
 * targets' noise; epistemic: the spread of the samples, unbiased), and quantiles of the samples with the noise on them.
 * @param predictions of all samples, standardised, [samples, items, ...outputs]; targets follow each other within an item
 * @param predicted reads single values of them
 */
export function valueColumns(
  predictions: Float32Array,
  predicted: ValueSamples,
  { targetMean, targetStd }: Targets,
): readonly ResultColumn[] {
  const count = predicted.valuesOf(predictions.length / predicted.samples);
  const rows = Array.from({ length: count }, (_, value) => summaryOf(predicted.take(predictions, value)));
  const inUnits = (name: string, of: (row: Summary, target: number) => number): ResultColumn => ({
    name,
    kind: 'number',
    values: rows.map((row, value) => of(row, value % targetMean.length)),
  });
  const place = (name: string, of: (row: Summary) => number) =>
    inUnits(name, (row, target) => targetMean[target] + targetStd[target] * of(row));
  const spread = (name: string, of: (row: Summary) => number) =>
    inUnits(name, (row, target) => targetStd[target] * of(row));
  return [
    place('mean', ({ mean }) => mean),
    spread('std', ({ epistemic, aleatoric }) => Math.hypot(epistemic, aleatoric)),
    spread('std_aleatoric', ({ aleatoric }) => aleatoric),
    spread('std_epistemic', ({ epistemic }) => epistemic),
    ...predictedLevels.map((level, index) => place(quantileName(level), ({ quantiles }) => quantiles[index])),
  ];
}

/** `q05` for 0.05. */
export function quantileName(probability: number): string {
  return `q${String(Math.round(100 * probability)).padStart(2, '0')}`;
}

interface Summary {
  readonly mean: number;
  readonly epistemic: number;
  readonly aleatoric: number;
  readonly quantiles: readonly number[];
}

function summaryOf(predicted: ValueSamples): Summary {
  const { mean, weightVariance, noiseVariance } = predicted.moments();
  const { means, stds } = predicted;
  return {
    mean,
    epistemic: Math.sqrt(weightVariance),
    aleatoric: Math.sqrt(noiseVariance),
    quantiles: predictedLevels.map((probability) => mixtureQuantile(means, stds, probability)),
  };
}
