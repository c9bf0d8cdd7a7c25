import type { DeviceKind } from '../../../src-shared/runs/run-estimate';
import type { Gatherings } from '../graph/gatherings';
import { GraphBuilder, type GraphNode } from '../graph/graph-builder';
import { layoutOf, type ParameterLayout } from '../parameter-layout';
import type { CompileOptions, Program } from '../program';
import { addPass, addPrediction, keyOf } from './pass-graph';
import type { ParametersInGraph } from './program-optimiser';
import type { ProgramNodes } from './tensorflow-program';

/** Where a program is to be loaded. */
export interface ProgramPlace {
  readonly device: DeviceKind;
  /** Whether the operations of native/ are there. */
  readonly hasOwnOperations: boolean;
  /** Where its passes meet those of other workers. */
  readonly gatherings?: Gatherings | undefined;
}

/** A program as one graph that nothing has loaded yet: all its sizes, and whatever takes their gradients. */
export interface ProgramGraph<Optimiser extends ParametersInGraph> {
  readonly nodes: readonly GraphNode[];
  readonly places: ProgramNodes;
  readonly layout: ParameterLayout;
  readonly optimiser: Optimiser;
}

/**
 * Writes a program as one graph, for which TensorFlow need not be there.
 * @param place where it is to be loaded
 */
export function programGraph<Optimiser extends ParametersInGraph>(
  program: Program,
  options: CompileOptions,
  place: ProgramPlace,
  addOptimiser: (graph: GraphBuilder, layout: ParameterLayout) => Optimiser,
): ProgramGraph<Optimiser> {
  const graph = new GraphBuilder(place.hasOwnOperations, options.products, place.device, place.gatherings);
  const layout = layoutOf(program.parameters);
  const optimiser = addOptimiser(graph, layout);
  const passes = new Map(
    options.passes.map((shape) => [keyOf(shape), addPass(graph, program, optimiser, shape)]),
  );
  const predictions = new Map(
    options.predictions.map((shape) => [keyOf(shape), addPrediction(graph, program, optimiser, shape)]),
  );
  return { nodes: graph.nodes, places: { passes, predictions }, layout, optimiser };
}
