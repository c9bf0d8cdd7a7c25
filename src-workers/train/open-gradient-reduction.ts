import type { CompiledProgram } from '../engine/program';
import { BroughtTogether } from './brought-together';
import { EngineGradients } from './engine-gradients';
import { FetchedGradients } from './fetched-gradients';
import { GpuGradients } from './gpu-gradients';
import type { GradientReduction } from './gradient-reduction';
import type { Reducers } from './reducers';
import { SharedGradients } from './shared-gradients';

/** What of a run its gradients depend on. */
export interface ReducedRun {
  readonly program: CompiledProgram;
  /** Of all parameters. */
  readonly floats: number;
  readonly tailFloats: number;
  /** Of a step of this worker. */
  readonly passes: number;
  /** The workers' GPUs are of several models, or for another reason round differently. */
  readonly doDiffer?: boolean | undefined;
}

/** Where no gradient leaves the GPUs, fetching all parameters in each step would cost what that saves. */
const stepsBetweenGpus = 16;

/**
 * The quickest reduction that every worker's engine can do: their devices may be of different kinds.
 * @param tell hears what a person should know of it
 */
export async function openGradientReduction(
  run: ReducedRun,
  reducers: Reducers,
  tell: (warning: string) => void = () => {},
): Promise<GradientReduction> {
  const { program, floats, tailFloats, passes } = run;
  const { sharedMemory, summedGradients, gpuSums } = program;
  const { everyone, sameParameters } = reducers;
  const unable = Float32Array.of(sharedMemory ? 0 : 1, gpuSums ? 0 : 1);
  await everyone?.allReduceSum(unable);
  const [withoutMemory, notOnGpus] = unable;
  if (sharedMemory && withoutMemory === 0) return SharedGradients.open(sharedMemory, reducers, floats);
  if (summedGradients && !sameParameters) return new EngineGradients(summedGradients, everyone);
  if (gpuSums && notOnGpus === 0 && everyone && sameParameters) {
    const opened = await GpuGradients.open(gpuSums, { everyone, sameParameters });
    if (typeof opened !== 'string') return together(opened, run, reducers);
    tell(`Gradients are summed over the host, which is slower. ${opened}`);
  }
  const workers = everyone?.options.workers ?? 1;
  const isMixed = [withoutMemory, notOnGpus].some((count) => count > 0 && count < workers);
  // One pass alone is fetched as it is.
  const summed = passes > 1 ? summedGradients : undefined;
  const fetched = new FetchedGradients(program, reducers, { floats, tailFloats, summed });
  return together(fetched, { ...run, doDiffer: isMixed || run.doDiffer }, reducers);
}

/** Where workers round differently, nobody's parameters may drift. */
function together(
  reduction: GradientReduction,
  { program, floats, doDiffer = false }: ReducedRun,
  { sameParameters: exchange }: Reducers,
): GradientReduction {
  if (!doDiffer || !exchange) return reduction;
  const everySteps = reduction instanceof GpuGradients ? stepsBetweenGpus : 1;
  return new BroughtTogether(reduction, { program, exchange, floats, everySteps });
}
