import type { GraphValue } from '../graph/graph-builder';
import type { OptimiserStep } from '../pass';
import type { FedValues } from './session';

/** One kind of optimiser: its state, and how a gradient changes the parameters. */
export interface UpdateRule {
  readonly state: readonly GraphValue[];
  /** A value whose run applies this flat gradient. */
  applyTo(gradients: GraphValue): GraphValue;
  /** The same of gradients that are a tensor for each parameter; where it takes them so. */
  applyToEach?(gradients: readonly GraphValue[]): GraphValue;
  /** What to feed for one step. */
  scalarsOf(step: OptimiserStep): ReadonlyMap<GraphValue, FedValues>;
}
