import type { Assessment } from '../../../../src-shared/assessment/assessment';

/** A score of a row of a table, by the name of its metric. */
interface ScoredCell {
  readonly label: string;
  readonly metric: string;
  readonly value: number;
  readonly interval?: readonly [number, number];
}

/** The scores that parts of the data are told apart by: of classes, or of values. None where there is no known value. */
export function scoredRow({
  classes,
  values,
  maps,
}: Pick<Assessment, 'classes' | 'values' | 'maps'>): readonly ScoredCell[] {
  if (classes) {
    const { scores, intervals, refusing } = classes;
    return [
      { label: 'Accuracy', metric: 'test.accuracy', value: scores.accuracy, interval: intervals.accuracy },
      { label: 'Negative log-likelihood', metric: 'test.nll', value: scores.nll, interval: intervals.nll },
      { label: 'Calibration error (ECE)', metric: 'test.ece', value: scores.ece },
      { label: 'Risk over coverage (AURC)', metric: 'aurc', value: refusing.aurc, interval: intervals.aurc },
    ];
  }
  if (maps) {
    const { scores, intervals, refusing } = maps;
    return [
      {
        label: 'Pixels named right',
        metric: 'test.accuracy',
        value: scores.accuracy,
        interval: intervals.accuracy,
      },
      { label: 'Mean IoU', metric: 'test.meanIoU', value: scores.meanIoU, interval: intervals.meanIoU },
      { label: 'Dice', metric: 'test.dice', value: scores.dice, interval: intervals.dice },
      { label: 'NLL, nats per pixel', metric: 'nllOfPixel', value: scores.nll, interval: intervals.nll },
      { label: 'Calibration error (ECE)', metric: 'test.ece', value: scores.ece },
      { label: 'Near boundaries', metric: 'test.boundaryEce', value: scores.boundaryEce },
      { label: 'Risk over coverage (AURC)', metric: 'aurc', value: refusing.aurc },
    ];
  }
  if (!values) return [];
  const { scores, intervals, calibration, skill } = values;
  return [
    { label: 'Error (RMSE)', metric: 'test.rmse', value: scores.rmse, interval: intervals.rmse },
    { label: 'Negative log-likelihood', metric: 'test.nll', value: scores.nll, interval: intervals.nll },
    { label: 'CRPS', metric: 'test.crps', value: scores.crps, interval: intervals.crps },
    ...(skill.persistence === undefined
      ? []
      : [
          {
            label: 'CRPS skill over persistence',
            metric: 'skill',
            value: skill.persistence,
            ...(intervals.persistence ? { interval: intervals.persistence } : {}),
          },
        ]),
    { label: '90 % intervals hold', metric: 'test.coverage90', value: calibration.coverage90 },
  ];
}
