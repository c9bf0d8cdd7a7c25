import type { Share } from '../../src-shared/devices/workload';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { layoutOf, type ParameterLayout, valuesOf } from '../engine/parameter-layout';
import type { Exchange } from '../parallel/exchange';
import type { StepPlan } from '../parallel/step-plan';
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
 * All kept draws of all chains, as members of one ensemble: the first draw of each chain, then the second, so that the first
 * of them are of all chains.
 * @param draws of this worker's chains, oldest first
 */
export async function gatherDraws(
  run: PreparedRun,
  { training: { samples } }: Experiment,
  everyone: Exchange | undefined,
  draws: readonly Float32Array[],
): Promise<GatheredParameters> {
  if (!run.membersOf) throw new Error('Only chains keep draws.');
  const layout = layoutOf(run.membersOf(samples * draws.length));
  const flat = new Float32Array(layout.floats);
  for (const [draw, own] of draws.entries()) {
    const chains = await gather(run, samples, everyone, own);
    layout.slots.forEach((slot, index) => {
      const values = valuesOf(chains.layout.slots[index], chains.flat);
      flat.set(values, slot.offset + draw * values.length);
    });
  }
  return { layout, flat };
}

/** At most so many weights of a tensor are looked at. */
const mostTraces = 4;

/**
 * Some weights of each tensor over all members.
 * @returns one list a weight, [members]
 */
export function tracesOf({ layout, flat }: GatheredParameters, members: number): readonly Float32Array[] {
  if (members === 0) return [];
  return layout.slots.flatMap((slot) => {
    const values = valuesOf(slot, flat);
    const size = values.length / members;
    const count = Math.min(size, mostTraces);
    return Array.from({ length: count }, (_, index) => {
      const place = Math.floor((index * size) / count);
      return Float32Array.from({ length: members }, (_one, member) => values[member * size + place]);
    });
  });
}

/**
 * Numbers of all chains, by their numbers in the run.
 * @param own as many for each of this worker's chains
 */
export async function gatherNumbers(
  { share }: StepPlan,
  { training: { samples } }: Experiment,
  everyone: Exchange | undefined,
  own: readonly Float32Array[],
): Promise<readonly (readonly number[])[]> {
  const size = own[0].length;
  const all = new Float32Array(samples * size);
  if (share.dataGroup === 0)
    own.forEach((numbers, chain) => {
      all.set(numbers, (share.firstSample + chain) * size);
    });
  await everyone?.allReduceSum(all);
  return Array.from({ length: samples }, (_, chain) => [...all.subarray(chain * size, (chain + 1) * size)]);
}

/**
 * All of the run's parameters, or moments of them, on every worker. Those of members are spread: they
 * come together here, each worker filling the places of its own.
 * @param members of the whole ensemble, or undefined where every worker has all parameters anyway
 * @param own this worker's part, flat
 */
export async function gather(
  run: PreparedRun,
  members: number | undefined,
  everyone: Exchange | undefined,
  own: Float32Array,
): Promise<GatheredParameters> {
  if (members === undefined || !run.membersOf) return { layout: run.layout, flat: own };
  const layout = layoutOf(run.membersOf(members));
  return gatherMembers({ layout: run.layout, flat: own }, layout, run.plan.share, everyone, members);
}

/**
 * As `gather`, into a layout of all members whose slots are those of this worker's own, but larger.
 * @param members of all workers
 */
export async function gatherMembers(
  own: GatheredParameters,
  layout: ParameterLayout,
  share: Share,
  everyone: Exchange | undefined,
  members: number,
): Promise<GatheredParameters> {
  const flat = new Float32Array(layout.floats);
  // Data groups hold the same members: one of them speaks.
  if (share.dataGroup === 0)
    layout.slots.forEach((slot, index) => {
      const place = (slot.size / members) * share.firstSample;
      flat.set(valuesOf(own.layout.slots[index], own.flat), slot.offset + place);
    });
  await everyone?.allReduceSum(flat);
  return { layout, flat };
}
