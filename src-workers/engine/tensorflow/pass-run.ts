import type { GraphValue } from '../graph/graph-builder';
import type { FedValues } from './session';

/** A pass in the graph: what is fed, and what is asked of it. */
export interface PassRun {
  readonly feeds: ReadonlyMap<GraphValue, FedValues>;
  /** Values to fetch. */
  readonly report: readonly GraphValue[];
  /** Runs the pass and hands its gradient to the optimiser. */
  readonly handedOn: GraphValue;
  /** Runs the pass and makes its gradient the sum, or adds it there; where the optimiser has such. */
  readonly summed?: SummedNodes | undefined;
  /** Runs the pass and lets GPUs sum its gradient; where they can. */
  readonly summedOverGpus?: GraphValue | undefined;
}

export type SummedNodes = Readonly<Record<'first' | 'further', GraphValue>>;
