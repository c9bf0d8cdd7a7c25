import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkLibraries } from './check-libraries';
import { tensorflowLibraries } from './compile-binding';
import { type Compiler, machinesCompiler, runCompiler } from './compiler';
import type { InstallOptions } from './installation';
import { packageFolder } from './package-folder';

/** native/ as the build saw it: an installed app has no sources beside it. */
const sources: Readonly<Record<string, string>> = import.meta.glob('../../native/*.{cc,h}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** For the processor it is compiled on, as vector code; without fast-math, so that NaN and infinity stay visible. */
const optimisation = [
  ...['-O3', '-march=native', '-fno-math-errno', '-fno-trapping-math', '-fvisibility=hidden'],
  ...(process.arch === 'x64' ? ['-mprefer-vector-width=512'] : []),
];

const library = 'parasample_operations.node';
const unchecked = 'parasample_operations.unchecked.node';
const stamp = 'parasample_operations.sources';

/** Whether the operations in `folder` are those of this version. */
export function areOperationsCurrent(folder: string): boolean {
  return existsSync(join(folder, stamp)) && readFileSync(join(folder, stamp), 'utf8') === hash();
}

/** Compiles the operations of native/ anew where the sources changed since, if the machine has a compiler. */
export async function refreshOperations(folder: string, options: InstallOptions): Promise<void> {
  if (areOperationsCurrent(folder) || !existsSync(join(folder, 'tensorflow', 'include'))) return;
  const compiler = await machinesCompiler(options);
  if (compiler) await compileOperations(folder, compiler, options);
}

/**
 * Compiles Parasample's own TensorFlow operations to `folder`/parasample_operations.node. Where that fails nothing is
 * lost but speed: TensorFlow's own operations compute the same.
 */
export async function compileOperations(
  folder: string,
  compiler: Compiler,
  options: InstallOptions,
): Promise<void> {
  options.onProgress('Compiling the operations that draw weights');
  const temporary = mkdtempSync(join(folder, 'operations-'));
  try {
    for (const [path, text] of Object.entries(sources)) writeFileSync(join(temporary, basename(path)), text);
    const signal = options.signal;
    await runCompiler(compiler, compilerArguments(folder, temporary), folder, {
      doing: 'Compiling the operations that draw weights',
      signal,
    });
    const libraries = [join(folder, 'tfjs_binding.node'), join(folder, unchecked)];
    await checkLibraries(libraries, options.launcher, signal);
    // A worker that starts meanwhile finds the old library or the new one, never half of it.
    renameSync(join(folder, unchecked), join(folder, library));
    writeFileSync(join(folder, stamp), hash());
  } catch (error) {
    for (const file of [library, unchecked]) rmSync(join(folder, file), { force: true });
    if (options.signal?.aborted) throw error;
    options.onProgress("They could not be compiled here; training uses TensorFlow's own, which are slower");
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function compilerArguments(folder: string, temporary: string): string[] {
  const includes = [
    join(packageFolder('node-api-headers'), 'include'),
    join(folder, 'tensorflow', 'include'),
  ];
  const files = Object.keys(sources).filter((path) => path.endsWith('.cc'));
  return [
    ...optimisation,
    ...['-std=c++17', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8'],
    ...includes.map((include) => `-I${include}`),
    ...files.map((path) => join(temporary, basename(path))),
    ...tensorflowLibraries.map((name) => join(folder, 'tensorflow', name)),
    ...['-o', join(folder, unchecked), '-Wl,-rpath,$ORIGIN/tensorflow'],
  ];
}

function hash(): string {
  return createHash('sha256')
    .update(JSON.stringify([sources, optimisation]))
    .digest('hex');
}
