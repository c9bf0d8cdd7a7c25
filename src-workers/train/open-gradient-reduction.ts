import type { CompiledProgram } from '../engine/program';
import { EngineGradients } from './engine-gradients';
import { FetchedGradients } from './fetched-gradients';
import type { GradientReduction } from './gradient-reduction';
import type { Reducers } from './reducers';
import { SharedGradients } from './shared-gradients';

/**
 * The quickest reduction that every worker's engine can do: their devices may be of different kinds.
 * @param passes that a step of this worker has
 */
export async function openGradientReduction(
  program: CompiledProgram,
  reducers: Reducers,
  floats: number,
  tailFloats: number,
  passes = 1,
): Promise<GradientReduction> {
  const { sharedMemory } = program;
  const unable = Float32Array.of(sharedMemory ? 0 : 1);
  await reducers.everyone?.allReduceSum(unable);
  if (sharedMemory && unable[0] === 0) return SharedGradients.open(sharedMemory, reducers, floats);
  const { summedGradients } = program;
  if (summedGradients && !reducers.everyone) return new EngineGradients(summedGradients);
  // One pass alone is fetched as it is.
  const summed = passes > 1 ? summedGradients : undefined;
  return new FetchedGradients(program, reducers, floats, tailFloats, summed);
}
