import {
  cast,
  isNaN as isNotNumber,
  logicalNot,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** Targets with zeros where one is missing; 1 where one is present. */
export function knownTargets(targets: Tensor): { readonly filled: Tensor; readonly present: Tensor } {
  const isMissing = isNotNumber(targets);
  return {
    filled: where(isMissing, zerosLike(targets), targets),
    present: cast(logicalNot(isMissing), 'float32'),
  };
}

/** Differences from the targets, [samples, items, ...], zero where a target is missing; 1 where one is present. */
export function compare(
  outputs: Tensor,
  targets: Tensor,
): { readonly residuals: Tensor; readonly present: Tensor } {
  const { filled, present } = knownTargets(targets);
  return { residuals: mul(sub(outputs, filled), present), present };
}

/** Sums an item's terms, [samples, items, ...], to [samples, items]. */
export type SumOfTerms = (terms: Tensor) => Tensor2D;

/**
 * A sum in which each row of a grid counts so much; all alike where nothing is said.
 * @param rowWeights one for each row, the first axis of what an item predicts
 */
export function sumByRows(rowWeights: readonly number[] | undefined): SumOfTerms {
  if (!rowWeights) return sumOverTargets;
  return (terms) => {
    const shape = terms.shape.map((_, axis) => (axis === 2 ? rowWeights.length : 1));
    return sumOverTargets(mul(terms, tensor([...rowWeights], shape)));
  };
}

/** @param terms [samples, items, ...] */
export function sumOverTargets(terms: Tensor): Tensor2D {
  const [samples, items] = terms.shape as number[];
  return sum(reshape(terms, [samples, items, terms.size / (samples * items)]), 2);
}
