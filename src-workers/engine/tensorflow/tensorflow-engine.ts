import { GraphBuilder } from '../graph/graph-builder';
import { layoutOf } from '../parameter-layout';
import type { CompiledProgram, CompileOptions, Program } from '../program';
import type { Binding } from './binding';
import { addMemoryOptimiser } from './memory-optimiser';
import { addPass, addPrediction, keyOf } from './pass-graph';
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
  const graph = new GraphBuilder(binding.hasOwnKernels, options.products);
  const layout = layoutOf(program.parameters);
  const optimiser = ownOperations
    ? addMemoryOptimiser(graph, ownOperations, layout, options.optimiser)
    : addVariableOptimiser(graph, layout, options.optimiser);
  const passes = new Map(
    options.passes.map((shape) => [keyOf(shape), addPass(graph, program, optimiser, shape)]),
  );
  const predictions = new Map(
    options.predictions.map((shape) => [keyOf(shape), addPrediction(graph, program, optimiser, shape)]),
  );
  const session = new Session(binding, graph.nodes);
  const memory = (device: 'cpu' | 'gpu') =>
    programMemory(
      graph.nodes,
      { passes, predictions },
      { floats: layout.floats, optimiser: options.optimiser, device },
    );
  return new TensorflowProgram(session, optimiser.open(session), { passes, predictions }, binding, memory);
}
