import type { GraphBuilder } from '../graph/graph-builder';
import type { OptimiserStep } from '../pass';
import type { TrainedVariable } from '../tensorflow/gradient-graph';
import type { UpdateRule } from '../tensorflow/update-rule';

/** One kind of optimiser, as each engine computes it. */
export interface Optimiser<Settings> {
  /** Vectors that it keeps beside the parameters. */
  readonly moments: 1 | 2;
  /** One step's numbers: by these our own operation moves parameters, and `move` does. */
  updateOf(settings: Settings, step: OptimiserStep): Update;
  /** Moves a stretch of parameters and moments, in place. */
  move(stretch: Stretch, update: Update): void;
  /** The same as nodes of a graph. */
  addTo(graph: GraphBuilder, trained: TrainedVariable, settings: Settings): UpdateRule;
}

/** How a gradient changes parameters in one step, as `Update` in native/optimiser.h has it; there `clipNorm` comes first. */
export interface Update {
  /** Share of the parameters that joins the gradient. */
  readonly decay: number;
  /** Share of the parameters that goes beside the step. */
  readonly shrink: number;
  readonly rate: number;
  /** 1 - beta1, 1 - beta2 and epsilon; or momentum and two that do not count. */
  readonly a: number;
  readonly b: number;
  readonly epsilon: number;
}

/** Part of the flat vectors, from `first` up to `end`. */
export interface Stretch {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly moments: readonly Float32Array[];
  readonly first: number;
  readonly end: number;
  /** What gradients are multiplied with, so that their norm keeps its bound. */
  readonly scale: number;
}
