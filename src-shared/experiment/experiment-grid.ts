import { BadInputError } from '../errors';
import { isSettings, withValue } from './setting-paths';

/** A sweep: every combination of the values of some settings, over one base experiment. */
export interface GridAxis {
  /** Dotted path of the setting: `training.samples`, `seed`. */
  readonly path: string;
  readonly values: readonly unknown[];
}

/** At most this many runs are started at once. */
export const mostRunsAtOnce = 500;

/**
 * The experiments of a grid, the last axis changing fastest; each still has to be checked. Values of an object
 * setting (`model`, `training.optimizer`) replace it whole. Throws BadInputError for more than `mostRunsAtOnce`.
 */
export function gridExperiments(base: unknown, axes: readonly GridAxis[]): unknown[] {
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > mostRunsAtOnce)
    throw new BadInputError(`This grid has ${count} runs; at most ${mostRunsAtOnce} can be started at once.`);
  return axes.reduce<unknown[]>(
    (experiments, { path, values }) =>
      experiments.flatMap((one) => values.map((value) => withValue(isSettings(one) ? one : {}, path, value))),
    [base],
  );
}
