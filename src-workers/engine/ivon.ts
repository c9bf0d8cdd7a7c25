import type { OptimiserStep } from './pass';
import type { IvonSettings } from './program';

/** What IVON needs for one Gaussian's step, beside gradients and moments. */
export interface IvonNumbers {
  /** 1 / N: of a gradient of the loss of all items, the mean item's part. */
  readonly perItem: number;
  /** 1 / heat: what makes the gradient of log std, times the precision per item, the Hessian's estimate. */
  readonly perHeat: number;
  readonly effectiveItems: number;
  readonly beta1: number;
  /** 1 - beta2 */
  readonly hessianRate: number;
  /** 1 - beta1^t */
  readonly debias: number;
  readonly rate: number;
  readonly initialHessian: number;
  readonly clipRadius: number;
}

/**
 * One step's numbers of IVON (arXiv 2402.17641, algorithm 1). With std = 1 / sqrt(ess (h + delta)), where ess is N / heat and
 * delta the prior's precision / ess, the gradient of log std of the mean loss is mean_s g_s eps_s std: times ess (h + delta)
 * it is the reparameterisation estimate of the Hessian.
 */
export function ivonNumbers(settings: IvonSettings, { learningRate, step }: OptimiserStep): IvonNumbers {
  const { items, effectiveItems, beta1, beta2, initialHessian, clipRadius = Infinity } = settings;
  return {
    perItem: 1 / items,
    perHeat: effectiveItems / items,
    effectiveItems,
    beta1,
    hessianRate: 1 - beta2,
    debias: 1 - beta1 ** step,
    rate: settings.rate * learningRate,
    initialHessian,
    clipRadius,
  };
}

/** log std of a posterior whose precision per effective item is h + delta. */
export function ivonLogStd(effectiveItems: number, precision: number): number {
  return -0.5 * Math.log(effectiveItems * precision);
}
