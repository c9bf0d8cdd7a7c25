import type { CalibrationMethod, ClassSets, TemperatureCalibration } from '../../src-shared/calibration';
import type { PooledClasses } from '../evaluate/classification-evaluation';
import { type LogProbabilities, probabilitiesOf, scorePredictions } from '../evaluate/scores';
import { classScores, classSet } from './class-sets';
import { conformalThreshold } from './conformal-threshold';
import { atTemperature, fitTemperature } from './temperature';

/** Pooled predictions of items that training did not see. */
export interface HeldOutClasses {
  readonly validation: PooledClasses;
  readonly test: PooledClasses;
  readonly classes: number;
}

/** Fitted on the validation split and tried on the test split. */
export function calibrateClasses(
  heldOut: HeldOutClasses,
  methods: readonly CalibrationMethod[],
  coverage: number,
): { readonly temperature?: TemperatureCalibration; readonly sets?: ClassSets } {
  const method = methods.find((one) => one === 'aps' || one === 'raps');
  return {
    ...(methods.includes('temperature') ? { temperature: temperatureOf(heldOut) } : {}),
    ...(method === undefined ? {} : { sets: setsOf(heldOut, method, coverage) }),
  };
}

function temperatureOf({ validation, test, classes }: HeldOutClasses): TemperatureCalibration {
  const temperature = fitTemperature(validation.logProbabilities, validation.labels, classes);
  const scoresOf = (logProbabilities: LogProbabilities) => {
    const { nll, ece } = scorePredictions(logProbabilities, test.labels, classes);
    return { nll, ece };
  };
  return {
    temperature,
    before: scoresOf(test.logProbabilities),
    after: scoresOf(atTemperature(test.logProbabilities, temperature, classes)),
  };
}

function setsOf(
  { validation, test, classes }: HeldOutClasses,
  method: ClassSets['method'],
  coverage: number,
): ClassSets {
  const rowOf = ({ logProbabilities }: PooledClasses, item: number) =>
    probabilitiesOf(logProbabilities.subarray(item * classes, (item + 1) * classes));
  const scores = Float64Array.from(
    validation.labels,
    (label, item) => classScores(method, rowOf(validation, item))[label],
  );
  const threshold = conformalThreshold(scores, coverage, 'validation items');
  let held = 0;
  let size = 0;
  test.labels.forEach((label, item) => {
    const set = classSet({ method, threshold }, rowOf(test, item));
    held += set.includes(label) ? 1 : 0;
    size += set.length;
  });
  const items = test.labels.length;
  return { method, coverage, threshold, found: { coverage: held / items, classes: size / items } };
}
