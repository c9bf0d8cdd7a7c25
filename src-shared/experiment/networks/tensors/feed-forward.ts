import { denseWeights } from './dense';
import type { DropoutSite } from './dropout-site';
import type { WeightTensor } from './weight-tensor';

/** The names of a transformer block's two dense layers; units can be dropped behind the first. */
export interface FeedForward {
  readonly first: string;
  readonly second: string;
}

export function feedForwardWeights(
  { first, second }: FeedForward,
  width: number,
  hidden: number,
): readonly WeightTensor[] {
  return [...denseWeights(first, width, hidden), ...denseWeights(second, hidden, width)];
}

export function feedForwardSite({ first }: FeedForward, hidden: number): DropoutSite {
  return { name: first, units: hidden };
}
