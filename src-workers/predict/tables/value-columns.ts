import type { PosteriorTask } from '../../../src-shared/posterior/posterior-metadata';
import { predictedLevels } from '../../calibrate/quantile-curve';
import type { ValueSamples } from '../../evaluate/value-samples';
import { coverageName } from './coverage-name';
import type { ResultColumn } from './result-column';

export type Targets = Pick<Extract<PosteriorTask, { kind: 'regression' }>, 'targetMean' | 'targetStd'>;

/**
 * What is predicted for values, in the target's own unit: mean, standard deviation with its two parts (aleatoric: the
 * targets' noise; epistemic: the spread of the samples, unbiased), and quantiles of the samples with the noise on them. Of networks
 * that give quantiles the mean is the median, the quantiles are at their levels, in order, and `crossing` says where they were not.
 * @param predictions of all samples, standardised, [samples, items, ...outputs]; targets follow each other within an item
 * @param predicted reads single values of them
 */
export function valueColumns(
  predictions: Float32Array,
  predicted: ValueSamples,
  { targetMean, targetStd }: Targets,
): readonly ResultColumn[] {
  const count = predicted.valuesOf(predictions.length / predicted.samples);
  const levels = predicted.noise.kind === 'quantiles' ? predicted.noise.levels : predictedLevels;
  const rows = Array.from({ length: count }, (_, value) =>
    summaryOf(predicted.take(predictions, value), levels),
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
    spread('std', ({ epistemic, aleatoric }) => Math.hypot(epistemic, aleatoric)),
    spread('std_aleatoric', ({ aleatoric }) => aleatoric),
    spread('std_epistemic', ({ epistemic }) => epistemic),
    ...levels.map((level, index) => place(quantileName(level), ({ quantiles }) => quantiles[index])),
    ...(predicted.noise.kind === 'quantiles' ? [crossingColumn(rows)] : []),
  ];
}

function crossingColumn(rows: readonly Summary[]): ResultColumn {
  return { name: 'crossing', kind: 'count', values: rows.map(({ isCrossed }) => (isCrossed ? 1 : 0)) };
}

/** `q05` for 0.05, `q97.5` for 0.975. */
export function quantileName(probability: number): string {
  const percent = coverageName(probability);
  return `q${probability < 0.1 ? '0' : ''}${percent}`;
}

interface Summary {
  readonly mean: number;
  readonly epistemic: number;
  readonly aleatoric: number;
  readonly quantiles: readonly number[];
  readonly isCrossed: boolean;
}

function summaryOf(predicted: ValueSamples, levels: readonly number[]): Summary {
  const { mean, weightVariance, noiseVariance } = predicted.moments();
  const distribution = predicted.distribution();
  return {
    mean,
    epistemic: Math.sqrt(weightVariance),
    aleatoric: Math.sqrt(noiseVariance),
    quantiles: levels.map((probability) => distribution.quantile(probability)),
    isCrossed: distribution.isCrossed === true,
  };
}
