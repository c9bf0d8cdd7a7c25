import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Prior, priorFacts } from '../../../src-shared/experiment/priors';
import { ivonLogStd } from '../../engine/ivon';
import type { ParameterSpec } from '../../engine/parameter-layout';
import type { IvonSettings } from '../../engine/program';
import { gaussianParameters } from '../gaussian-posterior';
import { initialWeights } from '../initial-weights';
import { buildPrior } from '../priors/build-prior';
import type { PosteriorFamily } from './posterior-family';
import { variationalFamily } from './variational';

/**
 * IVON (Shen et al., arXiv 2402.17641): the variational family's Gaussians, whose precision an optimiser of their own holds as
 * ess (h + delta), h an estimate of the Hessian of an item's loss.
 * @throws Error for a prior that is no Gaussian around zero, which should have been refused before
 */
export function ivonFamily(
  weights: readonly WeightTensor[],
  prior: Prior,
  ivon: IvonSettings,
): PosteriorFamily {
  const precisionOf = ({ fanIn }: WeightTensor): number => {
    const std = priorFacts(prior).normalStd?.(prior, fanIn);
    if (std === undefined) throw new Error(`IVON has no step for the prior ${prior.kind}.`);
    return 1 / std ** 2;
  };
  const initialValues = (runSeed: number): readonly Float32Array[] =>
    weights.flatMap((weight, index) => {
      const start = initialWeights(weight, index, 0, runSeed);
      if (!weight.bayesian) return [start];
      const { effectiveItems, initialHessian } = ivon;
      const logStd = ivonLogStd(effectiveItems, initialHessian + precisionOf(weight) / effectiveItems);
      return [start, new Float32Array(start.length).fill(logStd)];
    });
  const parameters = weights.flatMap((weight): readonly ParameterSpec[] => {
    const own = gaussianParameters([weight]);
    return weight.bayesian ? own.map((one) => ({ ...one, precision: precisionOf(weight) })) : own;
  });
  const settings = { prior: buildPrior(prior), kl: 'analytical', initialValues } as const;
  return { ...variationalFamily(weights, settings), parameters, ivon };
}
