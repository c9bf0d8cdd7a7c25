import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Model } from '../../../src-workers/models/model';

/** How many weights of a model are Bayesian, and how many numbers are trained: two for each of those, else one. */
export function countsOf(model: Model): { readonly bayesian: number; readonly trained: number } {
  const sizes = model.weights.map(({ shape, bayesian }) => ({ size: sizeOf(shape), bayesian }));
  const total = (wanted: typeof sizes) => wanted.reduce((sum, { size }) => sum + size, 0);
  const bayesian = total(sizes.filter((weight) => weight.bayesian));
  return { bayesian, trained: bayesian + total(sizes) };
}
