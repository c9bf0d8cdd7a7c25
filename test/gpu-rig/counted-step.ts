import { prepare, type Workload } from '../../bench/step-time/workload';
import type { GraphNode } from '../../src-workers/engine/graph/graph-builder';
import { neededFor } from '../../src-workers/engine/graph/needed-nodes';
import { held, isView } from '../../src-workers/engine/graph/unmoved-nodes';
import { programGraph } from '../../src-workers/engine/tensorflow/program-graph';
import { addVariableOptimiser } from '../../src-workers/engine/tensorflow/variable-optimiser';

export interface CountedStep {
  /** Nodes that read and write memory: a kernel each, where TensorFlow takes no more for one. */
  readonly nodes: number;
  /** What they read and write, each input and output once, in bytes. */
  readonly traffic: number;
}

/**
 * Counts what a step of one GPU moves in its memory, from the graph alone: no cache keeps anything between two operations.
 * @param hasOwnOperations whether with our own kernels
 */
export function countedStep(workload: Workload, hasOwnOperations: boolean): CountedStep {
  const { program, inputs, optimiser } = prepare(workload);
  const options = { passes: [inputs.shape], predictions: [], optimiser };
  const place = { device: 'gpu', hasOwnOperations } as const;
  const { nodes, places } = programGraph(program, options, place, (graph, layout) =>
    addVariableOptimiser(graph, layout, optimiser),
  );
  const [pass] = places.passes.values();
  if (!pass) throw new Error('The program has no pass.');
  const needed = neededFor(nodes, [...pass.report, pass.handedOn]);
  const sizes = new Map(needed.flatMap((node) => outputsOf(node)));
  const moving = needed.filter((node) => !held.has(node.op) && !isView(node) && node.op !== 'Placeholder');
  const moved = (node: GraphNode) =>
    sum(node.inputs.map((input) => sizes.get(input) ?? 0)) + sum(outputsOf(node).map(([, bytes]) => bytes));
  return { nodes: moving.length, traffic: sum(moving.map(moved)) };
}

function outputsOf({ name, shape, further = [], type }: GraphNode): (readonly [string, number])[] {
  const bytesOfNumber = type === 'bool' ? 1 : type === 'resource' ? 0 : Float32Array.BYTES_PER_ELEMENT;
  return [shape, ...further].map((each, index) => [
    `${name}:${index}`,
    each.reduce((product, length) => product * length, bytesOfNumber),
  ]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
