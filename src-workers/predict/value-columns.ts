import type { PosteriorTask } from '../../src-shared/posterior-metadata';
import { mixtureQuantile } from '../evaluate/gaussian-mixture';
import type { ResultColumn } from './result-column';

const probabilities = [0.05, 0.25, 0.5, 0.75, 0.95];

type Targets = Pick<Extract<PosteriorTask, { kind: 'regression' }>, 'targetMean' | 'targetStd'>;

/**
 * What is predicted for values, in the target's own unit: mean, standard deviation with its two parts (aleatoric: the
 * targets' noise; epistemic: the spread of the samples, unbiased), and quantiles of the samples with the noise on them.
 * @param predictions of all samples, standardised, [samples, values]
 * @param noiseStd of the targets, in standardised units; 0 where it is read off the samples
 */
export function valueColumns(
  predictions: Float32Array,
  samples: number,
  { targetMean: [targetMean], targetStd: [targetStd] }: Targets,
  noiseStd: number,
): readonly ResultColumn[] {
  const count = predictions.length / samples;
  const membersOf = (value: number) =>
    Float64Array.from({ length: samples }, (_, sample) => predictions[sample * count + value]).sort();
  const rows = Array.from({ length: count }, (_, value) => summaryOf(membersOf(value), noiseStd));
  const column = (name: string, of: (row: Summary) => number): ResultColumn => ({
    name,
    kind: 'number',
    values: rows.map(of),
  });
  return [
    column('mean', ({ mean }) => targetMean + targetStd * mean),
    column('std', ({ epistemic }) => targetStd * Math.hypot(epistemic, noiseStd)),
    column('std_aleatoric', () => targetStd * noiseStd),
    column('std_epistemic', ({ epistemic }) => targetStd * epistemic),
    ...probabilities.map((probability, index) =>
      column(
        `q${String(Math.round(100 * probability)).padStart(2, '0')}`,
        ({ quantiles }) => targetMean + targetStd * quantiles[index],
      ),
    ),
  ];
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
