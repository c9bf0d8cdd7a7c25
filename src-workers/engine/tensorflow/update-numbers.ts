import { adamBeta1, adamBeta2, adamCorrections, adamStepSize } from '../adam';
import type { OptimiserStep } from '../pass';
import type { OptimiserSettings } from '../program';
import type { UpdatePart } from '../update-parts';

/** Vectors that the optimiser keeps beside the parameters. */
export function momentsOf({ kind }: OptimiserSettings): number {
  return kind === 'sgd' ? 1 : 2;
}

/** One step's numbers, in the order of native/optimiser.h. */
export function updateNumbers(
  settings: OptimiserSettings,
  { learningRate, step, momentum }: OptimiserStep,
): Float32Array {
  const { weightDecay, clipNorm = 0 } = settings;
  if (settings.kind === 'sgd')
    return Float32Array.of(clipNorm, weightDecay, 0, learningRate, momentum ?? settings.momentum, 0, 0);
  const { epsilon } = adamCorrections(step);
  const rate = adamStepSize(learningRate, step);
  const [decay, shrink] = settings.kind === 'adamw' ? [0, learningRate * weightDecay] : [weightDecay, 0];
  return Float32Array.of(clipNorm, decay, shrink, rate, 1 - adamBeta1, 1 - adamBeta2, epsilon);
}

/** The parts one after the other, as native/optimiser.h takes them. */
export function partNumbers(parts: readonly UpdatePart[]): Float64Array {
  return Float64Array.from(parts.flatMap(({ end, rate, decay }) => [end, rate, decay]));
}
