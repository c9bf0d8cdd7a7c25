import type { PosteriorTask } from '../../src-shared/posterior-metadata';
import { mixtureQuantile } from '../evaluate/gaussian-mixture';
import type { ResultColumn } from './result-column';

const probabilities = [0.05, 0.25, 0.5, 0.75, 0.95];

export type Targets = Pick<Extract<PosteriorTask, { kind: 'regression' }>, 'targetMean' | 'targetStd'>;

/**
 * What is predicted for values, in the target's own unit: mean, standard deviation with its two parts (aleatoric: the
 * targets' noise; epistemic: the spread of the samples, unbiased), and quantiles of the samples with the noise on them.
 * @param predictions of all samples, standardised, [samples, values]; targets follow each other within an item
 * @param noiseStd of the targets, in standardised units; 0 where it is read off the samples
 */
export function valueColumns(
  predictions: Float32Array,
  samples: number,
  { targetMean, targetStd }: Targets,
  noiseStd: number,
): readonly ResultColumn[] {
  const count = predictions.length / samples;
  const rows = Array.from({ length: count }, (_, value) =>
    summaryOf(sortedMembers(predictions, samples, value), noiseStd),
  );
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
    spread('std', ({ epistemic }) => Math.hypot(epistemic, noiseStd)),
    spread('std_aleatoric', () => noiseStd),
    spread('std_epistemic', ({ epistemic }) => epistemic),
    ...probabilities.map((probability, index) =>
      place(
        `q${String(Math.round(100 * probability)).padStart(2, '0')}`,
        ({ quantiles }) => quantiles[index],
      ),
    ),
  ];
}

/** One value as all samples predict it, in rising order. */
export function sortedMembers(predictions: Float32Array, samples: number, value: number): Float64Array {
  const count = predictions.length / samples;
  return Float64Array.from({ length: samples }, (_, sample) => predictions[sample * count + value]).sort();
}

interface Summary {
  readonly mean: number;
  readonly epistemic: number;
  readonly quantiles: readonly number[];
}

function summaryOf(sorted: Float64Array, noiseStd: number): Summary {
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    epistemic: Math.sqrt(squares / Math.max(sorted.length - 1, 1)),
    quantiles: probabilities.map((probability) => mixtureQuantile(sorted, noiseStd, probability)),
  };
}
