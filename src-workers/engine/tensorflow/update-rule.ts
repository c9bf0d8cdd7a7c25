import type { GraphValue } from '../graph/graph-builder';
import type { OptimiserStep } from '../pass';

/** One kind of optimiser: its state, and how a gradient changes the parameters. */
export interface UpdateRule {
  readonly state: readonly GraphValue[];
  applyTo(gradients: GraphValue): GraphValue;
  scalarsOf(step: OptimiserStep): ReadonlyMap<GraphValue, Float32Array>;
}
