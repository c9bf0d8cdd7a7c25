import type { Exchange } from '../parallel/exchange';

/** Who a worker sums with. */
export interface Reducers {
  /** All workers of the run; undefined for one that is alone. */
  readonly everyone: Exchange | undefined;
  /** The workers that train the same parameters: everyone, but for deep ensembles, whose members live apart. */
  readonly sameParameters: Exchange | undefined;
}
