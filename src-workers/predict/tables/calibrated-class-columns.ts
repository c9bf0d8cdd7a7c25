import type { Calibration, ClassSets } from '../../../src-shared/assessment/calibration';
import { byBeta, byIsotonic } from '../../calibrate/class-maps';
import { classSet } from '../../calibrate/class-sets';
import { atTemperature } from '../../calibrate/temperature';
import { type LogProbabilities, probabilitiesOf } from '../../evaluate/scores/scores';
import { coverageName } from './coverage-name';
import type { ResultColumn } from './result-column';

/**
 * What a calibration makes of pooled log probabilities [items, classes]: `calibrated_p_CLASS` by temperature, `beta_p_CLASS`,
 * `isotonic_p_CLASS`, and the set of classes that holds the truth as often as promised, the most likely first, with bars
 * between them.
 */
export function calibratedClassColumns(
  logProbabilities: Float32Array,
  classNames: readonly string[],
  { temperature, beta, isotonic, items, sets }: Calibration,
): readonly ResultColumn[] {
  const classes = classNames.length;
  const columnsOf = (name: string, logs: LogProbabilities): readonly ResultColumn[] => {
    const rows = rowsOf(probabilitiesOf(logs), classes);
    return classNames.map((className, label) => ({
      name: `${name}_${className}`,
      kind: 'number',
      values: rows.map((row) => row[label]),
    }));
  };
  return [
    ...(temperature
      ? columnsOf('calibrated_p', atTemperature(logProbabilities, temperature.temperature, classes))
      : []),
    ...(beta ? columnsOf('beta_p', byBeta(logProbabilities, beta)) : []),
    ...(isotonic ? columnsOf('isotonic_p', byIsotonic(logProbabilities, isotonic, items)) : []),
    ...(sets ? [setColumn(logProbabilities, classNames, sets)] : []),
  ];
}

function setColumn(
  logProbabilities: Float32Array,
  classNames: readonly string[],
  sets: ClassSets,
): ResultColumn {
  const rows = rowsOf(probabilitiesOf(logProbabilities), classNames.length);
  const nameOf = (label: number) => classNames[label];
  return {
    name: `set_${coverageName(sets.coverage)}`,
    kind: 'text',
    values: rows.map((row) => classSet(sets, row).map(nameOf).join('|')),
  };
}

function rowsOf(values: Float32Array, classes: number): readonly Float32Array[] {
  return Array.from({ length: values.length / classes }, (_, item) =>
    values.subarray(item * classes, (item + 1) * classes),
  );
}
