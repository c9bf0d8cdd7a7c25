import type { GraphValue } from '../graph/graph-builder';
import type { OptimiserStep } from '../pass';
import type { SharedFiles } from '../shared-memory';
import type { GpuStep } from './gpu-gradients';
import type { PassRun, SummedNodes } from './pass-run';
import type { PublishedGradients } from './published-gradients';
import type { FedValues, Session } from './session';

/** Parameters as a graph is written: where passes read them, and where their gradients go. */
export interface ParametersInGraph {
  /** Each parameter in its shape. */
  readonly parameters: readonly GraphValue[];
  /**
   * A value whose run hands gradients to the optimiser.
   * @param parts one for each parameter
   * @param flat all of them as one vector
   */
  handOn(parts: readonly GraphValue[], flat: GraphValue): GraphValue;
  /** Values whose runs sum gradients up in the session, given as to `handOn`; where they are not summed in memory of our own. */
  sumUp?(parts: readonly GraphValue[], flat: GraphValue): SummedNodes;
  /** A value whose run lets GPUs sum gradients, one for each parameter; where the graph is for one. */
  sumOverGpus?(parts: readonly GraphValue[]): GraphValue;
}

export interface OptimiserInGraph extends ParametersInGraph {
  /** The optimiser of a graph that is loaded. */
  open(session: Session): ProgramOptimiser;
}

/** Parameters and optimiser of a loaded graph. See CompiledProgram for what each does. */
export interface ProgramOptimiser {
  setParameters(flat: Float32Array): void;
  parameters(): Float32Array;
  state(): readonly Float32Array[];
  /** Replaces the parameters and nothing else. */
  replaceParameters(flat: Float32Array): void;
  restore(parameters: Float32Array, state: readonly Float32Array[]): void;
  apply(gradients: Float32Array, step: OptimiserStep): void;
  /** Runs a pass and applies its gradient; gives what was to be fetched. */
  passAndApply(pass: PassRun, step: OptimiserStep): readonly FedValues[];
  /** Gradients in memory that workers map, where this optimiser takes them from there. */
  openGradients?(files: SharedFiles): PublishedGradients;
  /** Passes that add up in the session, where this optimiser takes their sum from there. */
  readonly sums?: SessionSums;
  /** Where this optimiser takes a sum over GPUs from. */
  readonly gpuStep?: GpuStep | undefined;
  close(): void;
}

/** The sum of several passes' gradients in a session. */
export interface SessionSums {
  /** Runs a pass whose gradient becomes the sum, or is added to it; gives what was to be fetched. */
  add(pass: PassRun, order: 'first' | 'further'): readonly FedValues[];
  read(): Float32Array;
  apply(step: OptimiserStep): void;
}
