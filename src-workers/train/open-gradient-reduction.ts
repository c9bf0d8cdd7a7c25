import type { CompiledProgram } from '../engine/program';
import { FetchedGradients } from './fetched-gradients';
import type { GradientReduction } from './gradient-reduction';
import type { Reducers } from './reducers';
import { SharedGradients } from './shared-gradients';

/** The quickest reduction that every worker's engine can do: their devices may be of different kinds. */
export async function openGradientReduction(
  program: CompiledProgram,
  reducers: Reducers,
  floats: number,
  tailFloats: number,
): Promise<GradientReduction> {
  const { sharedMemory } = program;
  const unable = Float32Array.of(sharedMemory ? 0 : 1);
  await reducers.everyone?.allReduceSum(unable);
  if (sharedMemory && unable[0] === 0) return SharedGradients.open(sharedMemory, reducers, floats);
  return new FetchedGradients(program, reducers, floats, tailFloats);
}
