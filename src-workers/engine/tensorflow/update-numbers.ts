import { adamBeta1, adamBeta2, adamCorrections, adamStepSize } from '../adam';
import { ivonNumbers } from '../ivon';
import type { OptimiserStep } from '../pass';
import type { IvonSettings, OptimiserSettings } from '../program';
import type { UpdatePart } from '../update-parts';

/** Vectors that the optimiser keeps beside the parameters. */
export function momentsOf({ kind }: OptimiserSettings): number {
  return kind === 'sgd' ? 1 : 2;
}

/** One step's numbers, in the order of native/optimiser.h; where IVON moves Gaussians, also those of native/ivon.h. */
export function updateNumbers(settings: OptimiserSettings, step: OptimiserStep): Float32Array {
  const numbers = plainNumbers(settings, step);
  return settings.ivon ? Float32Array.of(...numbers, ...ivonUpdate(settings.ivon, step)) : numbers;
}

function ivonUpdate(settings: IvonSettings, step: OptimiserStep): readonly number[] {
  const numbers = ivonNumbers(settings, step);
  const { perItem, perHeat, effectiveItems, beta1, hessianRate, debias, rate } = numbers;
  const { initialHessian, clipRadius } = numbers;
  return [perItem, perHeat, effectiveItems, beta1, hessianRate, debias, rate, initialHessian, clipRadius];
}

function plainNumbers(
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

/** The parts one after the other, as native/optimiser.h takes them, or native/ivon.h where IVON moves some. */
export function partNumbers(parts: readonly UpdatePart[], { ivon }: OptimiserSettings): Float64Array {
  const numbers = parts.flatMap(({ end, rate, decay, gaussian }) => {
    const plain = [end, rate, decay];
    return ivon ? [...plain, gaussian?.precision ?? 0] : plain;
  });
  return Float64Array.from(numbers);
}
