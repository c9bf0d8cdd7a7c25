import type { DeviceKind, MemoryNeed } from '../../../src-shared/runs/run-estimate';
import { bytesOf } from '../graph/drawn-values';
import type { GraphNode } from '../graph/graph-builder';
import { RegionMemory } from '../graph/region-memory';
import { placeTensors } from '../graph/run-memory';
import { optimiserOfKind } from '../optimisers';
import type { OptimiserSettings } from '../program';
import type { PassNodes } from './pass-graph';
import type { ProgramNodes } from './tensorflow-program';

/** What a loaded graph and TensorFlow's own memory take of a process, as bench/memory-estimate.ts finds them. */
const processBytes = 2e6;
const bytesPerNode = 35e3;
/** Of the tensors' memory: TensorFlow orders operations by how long they took, and each order leaves other gaps. */
const otherOrders = 0.1;
/** On CPUs TensorFlow takes smaller tensors from the system (mkl_cpu_allocator.h). */
const leastBytesInRegions = 256 << 10;
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
  const memory = new RegionMemory(device === 'cpu' ? leastBytesInRegions : 0);
  // In the second turn the first's regions are there.
  for (const fetched of [...runs, ...runs]) placeTensors(nodes, fetched, device, memory);
  const tensors = memory.written + loadedBytes([...passes.values()]);
  const graph = processBytes + bytesPerNode * nodes.length;
  return {
    tensors,
    parameters: parameters * (2 + optimiserOfKind(optimiser).moments),
    process: device === 'gpu' ? 0 : graph + otherOrders * tensors + vectorsOfJavaScript * parameters,
  };
}

/** Of the two batches that a GPU holds, the one that it computes on and the next. */
function loadedBytes(passes: readonly PassNodes[]): number {
  const ofParts = ({ inputs, targets }: PassNodes) =>
    [inputs, targets].flatMap(({ values, place }) => (place ? [bytesOf([values])] : []));
  const batches = passes.map((pass) => ofParts(pass).reduce((sum, bytes) => sum + bytes, 0));
  return 2 * Math.max(0, ...batches);
}

interface ProgramSizes {
  readonly floats: number;
  readonly optimiser: OptimiserSettings;
  readonly device: DeviceKind;
}
