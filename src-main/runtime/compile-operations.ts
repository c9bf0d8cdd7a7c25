import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkLibraries } from './check-libraries';
import { librariesBeside, tensorflowLibraries } from './compile-binding';
import { type Compiler, machinesCompiler, runCompiler } from './compiler';
import type { InstallOptions } from './installation';
import { kernelSourcesHeader } from './kernel-sources';
import { packageFolder } from './package-folder';

/** native/ as the build saw it: an installed app has no sources beside it. */
const found: Record<string, string> = import.meta.glob('../../native/**/*.{cc,cuh,h}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
/** In an order that is the same however they were bundled: what was compiled of them is known by their hash. */
const sources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1)),
);

/** For the processor it is compiled on, as vector code; without fast-math, so that NaN and infinity stay visible. */
const optimisation = [
  ...['-O3', '-march=native', '-fno-math-errno', '-fno-trapping-math', '-fvisibility=hidden'],
  ...(process.arch === 'x64' ? ['-mprefer-vector-width=512'] : []),
];

const library = 'parasample_operations.node';
const stamp = 'parasample_operations.sources';

/** What only a module with kernels for GPUs is made of. */
const classesObject = 'tensorflow-classes.o';
const gpuParts = ['gpu.cc', 'driver.cc', 'device-streams.cc', 'compile-kernels.cc', classesObject];
const onlyWithGpus = [...gpuParts.slice(0, -1), 'tensorflow-classes.cc'];

/** Whether the operations in `folder` are those of this version. */
export function areOperationsCurrent(folder: string): boolean {
  return stampOf(folder).sources === hash() && existsSync(join(folder, library));
}

/**
 * Compiles the operations of native/ anew where the sources changed since, or where another compiler may manage the kernels
 * for GPUs, if the machine has a compiler.
 */
export async function refreshOperations(folder: string, options: InstallOptions): Promise<void> {
  const { failedForGpus } = stampOf(folder);
  const isCurrent = areOperationsCurrent(folder);
  if ((isCurrent && failedForGpus === undefined) || !existsSync(join(folder, 'tensorflow', 'include')))
    return;
  const compiler = await machinesCompiler(options);
  if (compiler && !(isCurrent && compiler.command === failedForGpus))
    await compileOperations(folder, compiler, options);
}

/** What the operations in `folder` were compiled from, and the compiler that could not compile the kernels for GPUs. */
function stampOf(folder: string): { readonly sources?: string; readonly failedForGpus?: string } {
  const path = join(folder, stamp);
  if (!existsSync(path)) return {};
  const [compiled, failedForGpus] = readFileSync(path, 'utf8').split(' ');
  return { sources: compiled, ...(failedForGpus === undefined ? {} : { failedForGpus }) };
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
    writeFileSync(join(temporary, 'kernel-sources.h'), kernelSourcesHeader(sources));
    const signal = options.signal;
    const isForGpus = existsSync(join(folder, 'nvidia', 'cuda_nvrtc'));
    const hasClasses = isForGpus && (await compileClasses(folder, temporary, compiler, options));
    const parts = hasClasses ? gpuParts : ['no-gpu.cc'];
    await runCompiler(compiler, compilerArguments(folder, temporary, parts), folder, {
      doing: 'Compiling the operations that draw weights',
      signal,
    });
    const compiled = join(temporary, library);
    await checkLibraries([join(folder, 'tfjs_binding.node'), compiled], options.launcher, signal);
    // A worker that starts meanwhile finds the old library or the new one, never half of it.
    renameSync(compiled, join(folder, library));
    const failure = isForGpus && !hasClasses ? ` ${basename(compiler.command)}` : '';
    writeFileSync(join(folder, stamp), `${hash()}${failure}`);
  } catch (error) {
    // Another process may have compiled them meanwhile.
    if (!areOperationsCurrent(folder)) rmSync(join(folder, library), { force: true });
    if (options.signal?.aborted) throw error;
    options.onProgress("They could not be compiled here; training uses TensorFlow's own, which are slower");
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Compiles what needs TensorFlow's C++ classes, its stream of a GPU among it. False where the compiler has another C++ library
 * than TensorFlow's; that is told.
 */
async function compileClasses(
  folder: string,
  temporary: string,
  compiler: Compiler,
  options: InstallOptions,
): Promise<boolean> {
  const [source, object] = [join(temporary, 'tensorflow-classes.cc'), join(temporary, classesObject)];
  const include = `-I${join(folder, 'tensorflow', 'include')}`;
  // Without vector instructions, which TensorFlow itself was not compiled with: they would change its classes' layout.
  const args = ['-O2', '-std=c++17', '-fPIC', '-w', include, '-c', source, '-o', object];
  try {
    const doing = 'Compiling the operations for GPUs';
    await runCompiler({ ...compiler, linking: [] }, args, folder, { doing, signal: options.signal });
    return true;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    options.onProgress(
      "Kernels of our own for GPUs need g++ of this machine; without it GPUs use TensorFlow's, which are slower",
    );
    return false;
  }
}

function compilerArguments(folder: string, temporary: string, parts: readonly string[]): string[] {
  const includes = [
    join(packageFolder('node-api-headers'), 'include'),
    join(folder, 'tensorflow', 'include'),
  ];
  const everywhere = Object.keys(sources)
    .map((path) => basename(path))
    .filter((name) => name.endsWith('.cc') && !onlyWithGpus.includes(name) && name !== 'no-gpu.cc');
  return [
    ...optimisation,
    ...['-std=c++17', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8'],
    ...includes.map((include) => `-I${include}`),
    ...[...everywhere, ...parts].map((name) => join(temporary, name)),
    ...tensorflowLibraries.map((name) => join(folder, 'tensorflow', name)),
    ...['-o', join(temporary, library), librariesBeside],
  ];
}

function hash(): string {
  return createHash('sha256')
    .update(JSON.stringify([sources, optimisation]))
    .digest('hex');
}
