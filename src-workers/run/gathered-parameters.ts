import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { layoutOf, type ParameterLayout, valuesOf } from '../engine/parameter-layout';
import type { Exchange } from '../parallel/exchange';
import type { PreparedRun } from './prepared-run';

export interface GatheredParameters {
  readonly layout: ParameterLayout;
  readonly flat: Float32Array;
}

/** Samples with parameters of their own over all workers, or undefined where every worker has all parameters anyway. */
export function membersOf({ inference, training }: Experiment): number | undefined {
  return methodFacts(inference).hasMembers ? training.samples : undefined;
}

/**
 * All of the run's parameters, or moments of them, on every worker. Those of members are spread: they
 * come together here, each worker filling the places of its own. The likelihood's parameters are the first worker's.
 * @param members of the whole ensemble, or undefined where every worker has all parameters anyway
 * @param own this worker's part, flat
 */
export async function gather(
  run: PreparedRun,
  members: number | undefined,
  everyone: Exchange | undefined,
  own: Float32Array,
): Promise<GatheredParameters> {
  if (members === undefined || !run.family.membersOf) return { layout: run.layout, flat: own };
  const spread = run.family.membersOf(members);
  const layout = layoutOf([...spread, ...run.program.parameters.slice(spread.length)]);
  const flat = new Float32Array(layout.floats);
  const { share } = run.plan;
  layout.slots.forEach((slot, index) => {
    const isSpread = index < spread.length;
    // Data groups hold the same members: one of them speaks.
    if (isSpread ? share.dataGroup !== 0 : share.rank !== 0) return;
    const place = isSpread ? (slot.size / members) * share.firstSample : 0;
    flat.set(valuesOf(run.layout.slots[index], own), slot.offset + place);
  });
  await everyone?.allReduceSum(flat);
  return { layout, flat };
}
