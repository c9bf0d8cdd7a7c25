import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { checkExperiment, describeProblems } from '../../src-shared/experiment/problems';

/** An experiment that came from outside. Throws BadInputError saying what is wrong with it. */
export function checkedExperiment(value: unknown): Experiment {
  const outcome = checkExperiment(value);
  if (!outcome.ok) throw new BadInputError(describeProblems(outcome.problems));
  return outcome.experiment;
}
