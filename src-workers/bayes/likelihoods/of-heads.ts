import {
  add,
  cast,
  concat,
  mul,
  reshape,
  type Scalar,
  scalar,
  slice,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood';

/** One of several likelihoods, of its own part of outputs and targets. */
export interface LikelihoodOfHead {
  readonly name: string;
  readonly likelihood: Likelihood;
  /** What its log-likelihood counts in the sum. */
  readonly weight: number;
  readonly isOfClasses: boolean;
  /** On the last axis. */
  readonly outputs: { readonly first: number; readonly size: number };
  readonly targets: { readonly first: number; readonly size: number };
}

/** The name of a head's own parameter, such as a learned noise, among those of all. */
export function parameterOfHead(parameter: string, head: string): string {
  return parameter.replace(/^likelihood\./, `likelihood.${head}.`);
}

/**
 * Several likelihoods that are independent given the weights: the log-likelihood is the weighted sum of theirs. Targets are
 * values [samples or 1, items, numbers], labels among them as numbers.
 */
export function ofHeads(heads: readonly LikelihoodOfHead[]): Likelihood {
  const parametersOf = given(heads);
  return {
    parameters: heads.flatMap(({ name, likelihood }) =>
      likelihood.parameters.map((parameter) => ({
        ...parameter,
        name: parameterOfHead(parameter.name, name),
      })),
    ),
    logLikelihood: (outputs, targets, parameters) =>
      summed(
        heads.map((head, at) => {
          const own = head.likelihood.logLikelihood(
            lastAxis(outputs, head.outputs),
            targetsOf(head, targets),
            parametersOf(at, parameters),
          );
          return head.weight === 1 ? own : mul(own, head.weight);
        }),
      ) as Tensor2D,
    ...(heads.some(({ likelihood }) => likelihood.logPrior)
      ? {
          logPrior: (parameters: readonly Tensor[]) =>
            summed(
              heads.flatMap(
                ({ likelihood }, at) => likelihood.logPrior?.(parametersOf(at, parameters)) ?? [],
              ),
            ) as Scalar,
        }
      : {}),
    // Shares of right classes and squared errors are not one number.
    fit: () => scalar(0),
    predictive: (outputs) =>
      concat(
        heads.map(({ likelihood, outputs: own }) => likelihood.predictive(lastAxis(outputs, own))),
        -1,
      ),
  };
}

/** Those of one head among the parameters of all. */
function given(heads: readonly LikelihoodOfHead[]) {
  const counts = heads.map(({ likelihood }) => likelihood.parameters.length);
  return (head: number, parameters: readonly Tensor[]): readonly Tensor[] => {
    const first = counts.slice(0, head).reduce((sum, count) => sum + count, 0);
    return parameters.slice(first, first + counts[head]);
  };
}

function summed(terms: readonly Tensor[]): Tensor {
  return terms.reduce((sum, term) => add(sum, term));
}

function targetsOf({ isOfClasses, targets: own }: LikelihoodOfHead, targets: Tensor): Tensor {
  const values = lastAxis(targets, own);
  return isOfClasses ? cast(reshape(values, values.shape.slice(0, -1)), 'int32') : values;
}

function lastAxis(values: Tensor, { first, size }: LikelihoodOfHead['outputs']): Tensor {
  const others = values.shape.slice(0, -1);
  return slice(values, [...others.map(() => 0), first], [...others, size]);
}
