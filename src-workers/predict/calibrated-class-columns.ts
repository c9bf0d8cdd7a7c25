import type { Calibration } from '../../src-shared/calibration';
import { classSet } from '../calibrate/class-sets';
import { atTemperature } from '../calibrate/temperature';
import { probabilitiesOf } from '../evaluate/scores';
import { coverageName } from './coverage-name';
import type { ResultColumn } from './result-column';

/**
 * What a calibration makes of pooled log probabilities [items, classes]: `calibrated_p_CLASS`, and the set of classes that holds the
 * truth as often as promised, the most likely first, with bars between them.
 */
export function calibratedClassColumns(
  logProbabilities: Float32Array,
  classNames: readonly string[],
  { temperature, sets }: Calibration,
): readonly ResultColumn[] {
  const classes = classNames.length;
  const rowsOf = (values: Float32Array) =>
    Array.from({ length: values.length / classes }, (_, item) =>
      values.subarray(item * classes, (item + 1) * classes),
    );
  const calibrated = temperature
    ? rowsOf(probabilitiesOf(atTemperature(logProbabilities, temperature.temperature, classes)))
    : undefined;
  const nameOf = (label: number) => classNames[label];
  return [
    ...(calibrated
      ? classNames.map((className, label): ResultColumn => {
          const values = calibrated.map((row) => row[label]);
          return { name: `calibrated_p_${className}`, kind: 'number', values };
        })
      : []),
    ...(sets
      ? [
          {
            name: `set_${coverageName(sets.coverage)}`,
            kind: 'text',
            values: rowsOf(probabilitiesOf(logProbabilities)).map((row) =>
              classSet(sets, row).map(nameOf).join('|'),
            ),
          } as const,
        ]
      : []),
  ];
}
