import { type IvonNumbers, ivonLogStd } from '../ivon';

/** The vectors in which a Gaussian is a stretch: means first, then as many log standard deviations. */
export interface IvonVectors {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** The gradients' running mean in the place of the means, the Hessian in that of the log standard deviations. */
  readonly moments: Float32Array;
}

/**
 * One step of IVON (arXiv 2402.17641, algorithm 1) for one Gaussian, in place.
 * @param precision of the prior
 */
export function ivonStep(
  { parameters, gradients, moments }: IvonVectors,
  [first, end]: readonly [number, number],
  precision: number,
  numbers: IvonNumbers,
): void {
  const { perItem, perHeat, effectiveItems, beta1, hessianRate, debias, rate } = numbers;
  const { initialHessian, clipRadius } = numbers;
  const delta = precision / effectiveItems;
  const half = (end - first) / 2;
  for (let at = first; at < first + half; at += 1) {
    const old = moments[at + half];
    const change = gradients[at + half] * perHeat * (old + delta) - old;
    // The last term keeps the posterior's precision above zero.
    const correction = (0.5 * hessianRate ** 2 * change ** 2) / (old + delta);
    const hessian = old + hessianRate * change + correction;
    moments[at + half] = hessian;
    moments[at] = beta1 * moments[at] + (1 - beta1) * perItem * gradients[at];
    const step = (moments[at] / debias + delta * parameters[at]) / (hessian + delta);
    const bounded = Math.max(-clipRadius, Math.min(clipRadius, step));
    parameters[at] -= rate * (initialHessian + delta) * bounded;
    parameters[at + half] = ivonLogStd(effectiveItems, hessian + delta);
  }
}
