import { ivonNumbers } from '../ivon';
import { optimiserOfKind } from '../optimisers';
import type { OptimiserStep } from '../pass';
import type { IvonSettings, OptimiserSettings } from '../program';
import type { UpdatePart } from '../update-parts';

/** One step's numbers, in the order of native/optimiser.h; where IVON moves Gaussians, also those of native/ivon.h. */
export function updateNumbers(settings: OptimiserSettings, step: OptimiserStep): Float32Array {
  const numbers = plainNumbers(settings, step);
  return settings.ivon ? Float32Array.of(...numbers, ...ivonUpdate(settings.ivon, step)) : numbers;
}

/** How many there are. */
export function countOfNumbers(settings: OptimiserSettings): number {
  return updateNumbers(settings, { learningRate: 0, step: 1 }).length;
}

function ivonUpdate(settings: IvonSettings, step: OptimiserStep): readonly number[] {
  const numbers = ivonNumbers(settings, step);
  const { perItem, perHeat, effectiveItems, beta1, hessianRate, debias, rate } = numbers;
  const { initialHessian, clipRadius } = numbers;
  return [perItem, perHeat, effectiveItems, beta1, hessianRate, debias, rate, initialHessian, clipRadius];
}

function plainNumbers(settings: OptimiserSettings, step: OptimiserStep): Float32Array {
  const { decay, shrink, rate, a, b, epsilon } = optimiserOfKind(settings).updateOf(settings, step);
  return Float32Array.of(settings.clipNorm ?? 0, decay, shrink, rate, a, b, epsilon);
}

/** The parts one after the other, as native/optimiser.h takes them, or native/ivon.h where IVON moves some. */
export function partNumbers(parts: readonly UpdatePart[], { ivon }: OptimiserSettings): Float64Array {
  const numbers = parts.flatMap(({ end, rate, decay, gaussian, isMoving }) => {
    const plain = [end, isMoving ? -1 : rate, decay];
    return ivon ? [...plain, gaussian?.precision ?? 0] : plain;
  });
  return Float64Array.from(numbers);
}
