import type { Dependence } from '../data/dependence';
import type { PredictionInputs } from '../predict/prediction-inputs';

/** Items of a person's own with what came of each, so that a network can be scored on them. */
export interface LabelledItems extends PredictionInputs {
  /**
   * Labels [count], or standardised values [count, ...targetShape], of consecutive items; NaN marks a value that is not
   * known.
   */
  targets(first: number, count: number): Int32Array | Float32Array;
  /** How the items depend on each other; where they do not, or nothing tells, it is missing. */
  readonly dependence?: Dependence;
}
