import type { Experiment } from '../../src-shared/experiment/experiment';
import { priorStdOf } from '../../src-shared/experiment/priors';
import { factoredKernel } from '../../src-shared/posterior/rank-one';
import { posteriorHealth } from '../bayes/posterior-health';
import { flatten } from '../engine/parameter-layout';
import type { PreparedRun } from './prepared-run';

/** How far the posterior has come from its start, where it is one; else nothing. */
export function posteriorMovement(
  { layout, family, model }: Pick<PreparedRun, 'layout' | 'family' | 'model'>,
  { inference, seed }: Experiment,
  trained: Float32Array,
): Readonly<Record<string, number>> {
  const fanIns = new Map(model.weights.map(({ name, fanIn }) => [name, fanIn]));
  const values = family.initialValues(seed);
  const first = flatten({ ...layout, slots: layout.slots.slice(0, values.length) }, values);
  // Factors begin at a prior of their own: being there is no collapse.
  const priorStd = (tensor: string, means: Float32Array, logStds: Float32Array) =>
    factoredKernel(tensor) === undefined
      ? priorStdOf(inference.prior, { fanIn: fanIns.get(tensor) ?? 1, means, logStds })
      : undefined;
  return posteriorHealth({ slots: layout.slots, trained, first, priorStdOf: priorStd }) ?? {};
}
