import type { MemoryNeed } from '../../../src-shared/runs/run-estimate';
import { perNumber, runWork } from '../graph/run-work';
import { optimiserOfKind } from '../optimisers';
import type { PassShape } from '../pass';
import type { CompileOptions, Program } from '../program';
import { addParametersInMemory } from './memory-optimiser';
import { keyOf } from './pass-graph';
import { type ProgramGraph, type ProgramPlace, programGraph } from './program-graph';
import { programMemory } from './program-memory';
import type { ParametersInGraph } from './program-optimiser';
import { addVariableOptimiser } from './variable-optimiser';

/** What a program would need there; TensorFlow need not be. */
export interface CountedProgram {
  /** As `CompiledProgram.memory` tells it of a program that is loaded. */
  readonly memory: MemoryNeed;
  /** What a step computes, in the multiply-adds of `runWork`. */
  readonly work: number;
}

/** @param step the passes of one step */
export function countedProgram(
  program: Program,
  options: CompileOptions,
  place: ProgramPlace,
  step: readonly PassShape[],
): CountedProgram {
  const { optimiser } = options;
  const { device, hasOwnOperations } = place;
  const graph = programGraph(program, options, place, (into, layout) =>
    hasOwnOperations && device === 'cpu'
      ? addParametersInMemory(into, layout, unopened)
      : addVariableOptimiser(into, layout, optimiser),
  );
  const { floats } = graph.layout;
  const moved = floats * (3 + 2 * optimiserOfKind(optimiser).moments) * perNumber;
  return {
    memory: programMemory(graph.nodes, graph.places, { floats, optimiser, device }),
    work: step.reduce((sum, shape) => sum + passWork(graph, shape), moved),
  };
}

/** The number of parameters' memory that is never opened. */
const unopened = 0;

function passWork({ nodes, places }: ProgramGraph<ParametersInGraph>, shape: PassShape): number {
  const pass = places.passes.get(keyOf(shape));
  if (!pass) throw new Error('The step has a pass that the program was not made for.');
  return runWork(nodes, [...pass.report, pass.gradients]);
}
