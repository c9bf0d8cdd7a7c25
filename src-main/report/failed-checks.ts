import type { AssessedValueScores, Assessment } from '../../src-shared/assessment/assessment';
import { checkText, isSurprising, type PredictiveCheck } from '../../src-shared/assessment/predictive-check';
import { shortNumber } from './html';

/** Intervals that hold more or less than they promise by this share are named. */
const mostOff = 0.1;

/** What of an evaluation speaks against trusting the doubt: checks that what came does not pass, and intervals that break their promise. */
export function failedChecks({ classes, values, targets = [] }: Assessment): readonly string[] {
  const parts = [{ name: undefined, classes, values }, ...targets];
  return parts.flatMap(({ name, classes: ofClasses, values: ofValues }) => {
    const of = name === undefined ? '' : `Of ${name}: `;
    const checks = ofClasses?.checks ?? ofValues?.checks ?? [];
    return [...checkNotes(checks), ...(ofValues ? intervalNotes(ofValues) : [])].map(
      (note) => `${of}${note}`,
    );
  });
}

function checkNotes(checks: readonly PredictiveCheck[]): readonly string[] {
  const failed = checks.filter(isSurprising);
  if (failed.length === 0) return [];
  return [
    `${failed.length} of ${checks.length} posterior predictive checks fail: what came lies outside what 95 % of the data sets have that its samples draw, in ${failed.map(checkText).join('; ')}.`,
  ];
}

function intervalNotes({ calibration: { coverage50, coverage90 } }: AssessedValueScores): readonly string[] {
  const kept = [
    { promised: 0.5, held: coverage50 },
    { promised: 0.9, held: coverage90 },
  ];
  return kept
    .filter(({ promised, held }) => Math.abs(held - promised) > mostOff)
    .map(
      ({ promised, held }) =>
        `Intervals of ${100 * promised} % hold ${shortNumber(100 * held)} % of the truths: they are too ${held > promised ? 'wide' : 'narrow'}.`,
    );
}
