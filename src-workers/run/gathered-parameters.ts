import { ensembleFamily } from '../bayes/families/deep-ensemble';
import { layoutOf, type ParameterLayout, valuesOf } from '../engine/parameter-layout';
import type { Exchange } from '../parallel/exchange';
import type { PreparedRun } from './prepared-run';

export interface GatheredParameters {
  readonly layout: ParameterLayout;
  readonly flat: Float32Array;
}

/**
 * All of the run's parameters on every worker. Only a deep ensemble's are spread: its members come together here, each
 * worker filling the places of its own.
 * @param members of the whole ensemble, or undefined where every worker has all parameters anyway
 */
export async function gatherParameters(
  run: PreparedRun,
  members: number | undefined,
  everyone: Exchange | undefined,
): Promise<GatheredParameters> {
  const own = run.compiled.parameters();
  if (members === undefined) return { layout: run.layout, flat: own };
  const layout = layoutOf(ensembleFamily(run.model.weights, { first: 0, count: members }).parameters);
  const flat = new Float32Array(layout.floats);
  const { share } = run.plan;
  // Data groups hold the same members: one of them speaks.
  if (share.dataGroup === 0)
    layout.slots.forEach((slot, index) => {
      const place = slot.offset + (slot.size / members) * share.firstSample;
      flat.set(valuesOf(run.layout.slots[index], own), place);
    });
  await everyone?.allReduceSum(flat);
  return { layout, flat };
}
