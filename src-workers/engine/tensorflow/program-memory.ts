import type { DeviceKind, MemoryNeed } from '../../../src-shared/runs/run-estimate';
import type { GraphNode } from '../graph/graph-builder';
import { runMemory } from '../graph/run-memory';
import { optimiserOfKind } from '../optimisers';
import type { OptimiserSettings } from '../program';
import type { ProgramNodes } from './tensorflow-program';

/** What a loaded graph and TensorFlow's own memory take of a process, as bench/memory-estimate.ts finds them. */
const processBytes = 22e6;
const bytesPerNode = 30e3;
/** Of the tensors' memory: what lies between them. */
const gaps = 0.05;
/** Vectors of all parameters that JavaScript holds when training begins: first values, and those of the moments. */
const vectorsOfJavaScript = 3;

/**
 * Counts what a program needs, from its graph, without running it. On GPUs that is what the device holds, in a process what that
 * takes beside what any process with TensorFlow takes.
 * @param floats of all parameters
 */
export function programMemory(
  nodes: readonly GraphNode[],
  { passes, predictions }: ProgramNodes,
  { floats, optimiser, device }: ProgramSizes,
): MemoryNeed {
  const runs = [
    ...[...passes.values()].map(({ report, handedOn }) => [...report, handedOn]),
    ...[...predictions.values()].map(({ outputs }) => [outputs]),
  ];
  const parameters = floats * Float32Array.BYTES_PER_ELEMENT;
  const tensors = Math.max(...runs.map((fetched) => runMemory(nodes, fetched, device)));
  const graph = processBytes + bytesPerNode * nodes.length;
  return {
    tensors,
    parameters: parameters * (2 + optimiserOfKind(optimiser).moments),
    process: device === 'gpu' ? 0 : graph + gaps * tensors + vectorsOfJavaScript * parameters,
  };
}

interface ProgramSizes {
  readonly floats: number;
  readonly optimiser: OptimiserSettings;
  readonly device: DeviceKind;
}
