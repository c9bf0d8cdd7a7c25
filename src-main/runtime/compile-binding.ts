import { dirname, join } from 'node:path';
import { type Compiler, runCompiler } from './compiler';
import type { InstallOptions } from './installation';
import { packageFolder } from './package-folder';

/** What is linked against, in the folder of the runtime. */
export const tensorflowLibraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * Compiles tfjs-node's own binding against the TensorFlow that is unpacked in `folder`/tensorflow, to
 * `folder`/tfjs_binding.node. It finds the libraries beside itself, so the folder may be moved as a whole.
 * @throws FailedError with the compiler's complaint.
 */
export async function compileBinding(
  folder: string,
  compiler: Compiler,
  options: InstallOptions,
): Promise<void> {
  options.onProgress(`Compiling the TensorFlow binding with ${compiler.command.split('/').pop()}`);
  const doing = 'Compiling the TensorFlow binding';
  await runCompiler(compiler, compilerArguments(folder), folder, { doing, signal: options.signal });
}

function compilerArguments(folder: string): string[] {
  const binding = packageFolder('@tensorflow/tfjs-node-gpu');
  const includes = [
    binding,
    dirname(binding),
    join(packageFolder('node-api-headers'), 'include'),
    join(folder, 'tensorflow', 'include'),
  ];
  return [
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
    ...includes.map((include) => `-I${include}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => join(binding, 'binding', source)),
    ...tensorflowLibraries.map((library) => join(folder, 'tensorflow', library)),
    ...['-o', join(folder, 'tfjs_binding.node'), '-Wl,-rpath,$ORIGIN/tensorflow'],
  ];
}
