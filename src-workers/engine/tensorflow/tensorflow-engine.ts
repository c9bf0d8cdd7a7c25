import type { DeviceKind } from '../../../src-shared/runs/run-estimate';
import { Gatherings } from '../graph/gatherings';
import type { CompiledProgram, CompileOptions, Program } from '../program';
import type { Binding } from './binding';
import { addMemoryOptimiser } from './memory-optimiser';
import { programGraph } from './program-graph';
import { programMemory } from './program-memory';
import { Session } from './session';
import { TensorflowProgram } from './tensorflow-program';
import { addVariableOptimiser } from './variable-optimiser';

/** Writes a program as one TensorFlow graph (all sizes, optimiser included) and loads it. */
export function compileForTensorflow(
  binding: Binding,
  program: Program,
  options: CompileOptions,
): CompiledProgram {
  const { ownOperations } = binding;
  const meets = options.passes.some(({ batchParts }) => batchParts);
  const gatherings = meets && ownOperations ? new Gatherings(ownOperations.addGathering()) : undefined;
  const place = {
    device: binding.isUsingGpuDevice() ? 'gpu' : 'cpu',
    hasOwnOperations: binding.hasOwnKernels,
    gatherings,
  } as const;
  const { nodes, places, layout, optimiser } = programGraph(program, options, place, (graph, layout) =>
    ownOperations
      ? addMemoryOptimiser(graph, ownOperations, layout, options.optimiser)
      : addVariableOptimiser(graph, layout, options.optimiser),
  );
  const session = new Session(binding, nodes, options.memoryWait);
  const memory = (device: DeviceKind) =>
    programMemory(nodes, places, { floats: layout.floats, optimiser: options.optimiser, device });
  return new TensorflowProgram(
    session,
    optimiser.open(session),
    { ...places, gatherings, layout },
    binding,
    memory,
  );
}
