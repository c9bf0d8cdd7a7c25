import type {
  BetaClasses,
  Calibration,
  CalibrationMethod,
  ClassSets,
  IsotonicClasses,
  TemperatureCalibration,
} from '../../src-shared/assessment/calibration';
import type { PooledClasses } from '../evaluate/classification-evaluation';
import { type LogProbabilities, probabilitiesOf, scorePredictions } from '../evaluate/scores/scores';
import { byBeta, byIsotonic, fitBetaMaps, fitIsotonicCurves } from './class-maps';
import { classScores, classSet } from './class-sets';
import { conformalThreshold } from './conformal-threshold';
import { atTemperature, fitTemperature } from './temperature';

/** Pooled predictions of items that training did not see. */
export interface HeldOutClasses {
  readonly validation: PooledClasses;
  readonly test: PooledClasses;
  readonly classNames: readonly string[];
}

type OfClasses = Pick<Calibration, 'temperature' | 'beta' | 'isotonic' | 'sets'>;

/** Fitted on the validation split and tried on the test split. */
export function calibrateClasses(
  heldOut: HeldOutClasses,
  methods: readonly CalibrationMethod[],
  coverage: number,
): OfClasses {
  const method = methods.find((one) => one === 'aps' || one === 'raps');
  return {
    ...(methods.includes('temperature') ? { temperature: temperatureOf(heldOut) } : {}),
    ...(methods.includes('beta') ? { beta: betaOf(heldOut) } : {}),
    ...(methods.includes('isotonic') ? { isotonic: isotonicOf(heldOut) } : {}),
    ...(method === undefined ? {} : { sets: setsOf(heldOut, method, coverage) }),
  };
}

function temperatureOf(heldOut: HeldOutClasses): TemperatureCalibration {
  const { validation, test } = heldOut;
  const classes = heldOut.classNames.length;
  const temperature = fitTemperature(validation.logProbabilities, validation.labels, classes);
  const scoresOf = (logProbabilities: LogProbabilities) => {
    const { nll, ece } = testScores(heldOut, logProbabilities);
    return { nll, ece };
  };
  return {
    temperature,
    before: scoresOf(test.logProbabilities),
    after: scoresOf(atTemperature(test.logProbabilities, temperature, classes)),
  };
}

function betaOf(heldOut: HeldOutClasses): BetaClasses {
  const { validation, test, classNames } = heldOut;
  const maps = [...fitBetaMaps({ ...validation, classNames })];
  return {
    maps,
    before: testScores(heldOut, test.logProbabilities),
    after: testScores(heldOut, byBeta(test.logProbabilities, { maps })),
  };
}

function isotonicOf(heldOut: HeldOutClasses): IsotonicClasses {
  const { validation, test, classNames } = heldOut;
  const curves = [...fitIsotonicCurves({ ...validation, classNames })];
  return {
    curves,
    before: testScores(heldOut, test.logProbabilities),
    after: testScores(heldOut, byIsotonic(test.logProbabilities, { curves }, validation.labels.length)),
  };
}

function testScores({ test, classNames }: HeldOutClasses, logProbabilities: LogProbabilities) {
  const { accuracy, nll, ece } = scorePredictions(logProbabilities, test.labels, classNames.length);
  return { accuracy, nll, ece };
}

function setsOf(
  { validation, test, classNames }: HeldOutClasses,
  method: ClassSets['method'],
  coverage: number,
): ClassSets {
  const classes = classNames.length;
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
