import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { runEagerly } from './javascript/javascript-engine';
import type { CompiledProgram, CompileOptions, Program } from './program';
import { loadBinding } from './tensorflow/binding';
import { compileForTensorflow } from './tensorflow/tensorflow-engine';

/** A program on the engine that the core chose: TensorFlow's, or the slow one that runs anywhere. */
export function compile(engine: EngineChoice, program: Program, options: CompileOptions): CompiledProgram {
  if (engine.kind === 'javascript') return runEagerly('cpu', program, options);
  return compileForTensorflow(loadBinding(engine.binding, engine.ownOperations), program, options);
}
