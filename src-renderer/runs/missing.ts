import type { RunSummary } from '../../src-shared/runs/runs';
import { inFormWords } from '../settings/form-words';
import { hasScores } from './describe';

/** Why a run that is over has no posterior, and where one is to be had. */
export function whyNoPosterior(run: RunSummary): string {
  return hasScores(run)
    ? 'This run was brought in without its posterior: settings, curves and scores came along, what its weights are did not. Predict with it and export it where it was trained, or train it here by “New run with these settings”.'
    : 'This run ended before it saved a posterior, so that there is nothing to predict with or to export.';
}

/** Why a run that has scores has no report of its test items. */
export const whyNoReport =
  'This run was brought in without its report of the test items; a run exported as JSON or CSV brings it along.';

/** Why a run has no report of one of several targets. */
export const whyNoReportOfTarget =
  'This run was scored by an earlier version, which kept no pictures of each target; evaluate it below for the scores of each, or train it again by “New run with these settings”.';

/** Why a network of several series is not asked item by item. */
export const whyNotAsked =
  'Networks that forecast one column of a series can be asked item by item; what this one forecasts of all its columns it tells for a file.';

/** Why a run that is over has no scores. */
export const whyNoScores = inFormWords(
  'This run has no test scores: it ended before it was scored, or nothing was held for the test (data.testFraction).',
);
