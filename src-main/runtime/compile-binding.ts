import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bindingSource } from './binding-source';
import { checkLibraries } from './check-libraries';
import { type Compiler, machinesCompiler, runCompiler } from './compiler';
import type { InstallOptions } from './installation';
import { packageFolder } from './package-folder';

/**
 * Where what is compiled finds TensorFlow: beside itself, and while it is tried out in the folder of the process that compiled
 * it, of which there may be several, beside that.
 */
export const librariesBeside = '-Wl,-rpath,$ORIGIN/tensorflow:$ORIGIN/../tensorflow';

/** What is linked against, in the folder of the runtime. */
export const tensorflowLibraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

const library = 'tfjs_binding.node';
const stamp = 'tfjs_binding.sources';

/**
 * Compiles tfjs-node's own binding, with Parasample's changes (`binding-source.ts`), against the TensorFlow that is unpacked in
 * `folder`/tensorflow, to `folder`/tfjs_binding.node. It finds the libraries beside itself, so the folder may be moved as a
 * whole. It is there only once it was seen to load.
 * @throws FailedError with the compiler's or the loader's complaint.
 */
export async function compileBinding(
  folder: string,
  compiler: Compiler,
  options: InstallOptions,
): Promise<void> {
  options.onProgress(`Compiling the TensorFlow binding with ${compiler.command.split('/').pop()}`);
  const doing = 'Compiling the TensorFlow binding';
  const temporary = mkdtempSync(join(folder, 'binding-'));
  const compiled = join(temporary, library);
  try {
    const source = join(temporary, 'tfjs_backend.cc');
    const text = sourceText();
    writeFileSync(source, text);
    const args = compilerArguments(folder, source, compiled);
    await runCompiler(compiler, args, folder, { doing, signal: options.signal });
    await checkLibraries([compiled], options.launcher, options.signal);
    renameSync(compiled, join(folder, library));
    writeFileSync(join(folder, stamp), hashOf(text));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Compiles the binding anew where it is of another source, if the machine has a compiler: an older one works too, slower. */
export async function refreshBinding(folder: string, options: InstallOptions): Promise<void> {
  const isCurrent =
    existsSync(join(folder, stamp)) && readFileSync(join(folder, stamp), 'utf8') === hashOf(sourceText());
  if (isCurrent || !existsSync(join(folder, 'tensorflow', 'include'))) return;
  const compiler = await machinesCompiler(options);
  if (compiler) await compileBinding(folder, compiler, options);
}

function sourceText(): string {
  return bindingSource(readFileSync(join(bindingFolder(), 'tfjs_backend.cc'), 'utf8'));
}

function bindingFolder(): string {
  return join(packageFolder('@tensorflow/tfjs-node-gpu'), 'binding');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function compilerArguments(folder: string, source: string, output: string): string[] {
  const binding = packageFolder('@tensorflow/tfjs-node-gpu');
  const includes = [
    bindingFolder(),
    binding,
    dirname(binding),
    join(packageFolder('node-api-headers'), 'include'),
    join(folder, 'tensorflow', 'include'),
  ];
  return [
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
    ...includes.map((include) => `-I${include}`),
    ...[source, join(bindingFolder(), 'tfjs_binding.cc')],
    ...tensorflowLibraries.map((name) => join(folder, 'tensorflow', name)),
    ...['-o', output, librariesBeside],
  ];
}
