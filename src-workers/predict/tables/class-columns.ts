import type { Calibration } from '../../../src-shared/assessment/calibration';
import { ClassificationEvaluation } from '../../evaluate/classification-evaluation';
import { entropies, mostLikely, mutualInformation } from '../../evaluate/scores/scores';
import { calibratedClassColumns } from './calibrated-class-columns';
import type { ResultColumn } from './result-column';

/**
 * What is predicted for items of one of several classes: the class, each class's probability pooled over the samples,
 * and the entropy in nats with its two parts: aleatoric (of single draws) and mutual information (between draws).
 * A calibration adds what it makes of them.
 * @param predictions log probabilities of all samples, [samples, items, classes]
 */
export function classColumns(
  predictions: Float32Array,
  samples: number,
  classNames: readonly string[],
  calibration?: Calibration,
): readonly ResultColumn[] {
  const classes = classNames.length;
  const items = predictions.length / (samples * classes);
  const pool = new ClassificationEvaluation(items, classes);
  pool.add(predictions, samples, new Int32Array(items));
  const { logProbabilities, meanEntropies } = pool.pooled();
  const total = entropies(logProbabilities, classes);
  const rows = Array.from({ length: items }, (_, item) =>
    logProbabilities.subarray(item * classes, (item + 1) * classes),
  );
  return [
    { name: 'predicted', kind: 'text', values: rows.map((row) => classNames[mostLikely(row)]) },
    ...classNames.map((className, label): ResultColumn => {
      return {
        name: `p_${className}`,
        kind: 'number',
        values: rows.map((row) => Math.fround(Math.exp(row[label]))),
      };
    }),
    { name: 'entropy_nats', kind: 'number', values: total },
    { name: 'aleatoric_nats', kind: 'number', values: meanEntropies },
    { name: 'mutual_information_nats', kind: 'number', values: mutualInformation(total, meanEntropies) },
    ...(calibration ? calibratedClassColumns(logProbabilities, classNames, calibration) : []),
  ];
}
