import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { downloadWheel } from './download-wheel';
import { runProgram } from './external-program';
import type { InstallOptions } from './runtime';
import { unpackWheel } from './unpack-wheel';
import type { WheelSet } from './wheels';

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

interface Compiler {
  readonly command: string;
  readonly firstArguments: readonly string[];
  readonly linking: readonly string[];
}

/**
 * Compiles tfjs-node's own binding against the TensorFlow that is unpacked in `folder`/tensorflow, to
 * `folder`/tfjs_binding.node. It finds the libraries beside itself, so the folder may be moved as a whole.
 * @throws FailedError with the compiler's complaint.
 */
export async function compileBinding(
  folder: string,
  downloads: string,
  set: WheelSet,
  options: InstallOptions,
): Promise<void> {
  const compiler = (await machinesCompiler(options)) ?? (await zigCompiler(folder, downloads, set, options));
  options.onProgress(`Compiling the TensorFlow binding with ${compiler.command.split('/').pop()}`);
  await runProgram(compiler.command, compilerArguments(compiler, folder), {
    doing: 'Compiling the TensorFlow binding',
    remedy: 'please install g++ or clang++, then try again.',
    // Zig keeps a cache of what it built; it goes away with the folder.
    environment: {
      ZIG_GLOBAL_CACHE_DIR: join(folder, 'zig-cache'),
      ZIG_LOCAL_CACHE_DIR: join(folder, 'zig-cache'),
    },
    signal: options.signal,
  });
}

function compilerArguments(compiler: Compiler, folder: string): string[] {
  const find = createRequire(import.meta.url);
  const binding = dirname(find.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const includes = [
    binding,
    dirname(binding),
    join(dirname(find.resolve('node-api-headers/package.json')), 'include'),
    join(folder, 'tensorflow', 'include'),
  ];
  return [
    ...compiler.firstArguments,
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
    ...includes.map((include) => `-I${include}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => join(binding, 'binding', source)),
    ...libraries.map((library) => join(folder, 'tensorflow', library)),
    ...['-o', join(folder, 'tfjs_binding.node'), '-Wl,-rpath,$ORIGIN/tensorflow', ...compiler.linking],
  ];
}

async function machinesCompiler(options: InstallOptions): Promise<Compiler | undefined> {
  for (const command of ['g++', 'clang++'])
    if (await canCompile(command, options)) return { command, firstArguments: [], linking: [] };
  return undefined;
}

async function canCompile(command: string, options: InstallOptions): Promise<boolean> {
  try {
    await runProgram(command, ['--version'], {
      doing: 'Looking for a compiler',
      remedy: '',
      signal: options.signal,
    });
    return true;
  } catch (error) {
    if (error instanceof BadInputError) return false;
    throw error;
  }
}

async function zigCompiler(
  folder: string,
  downloads: string,
  set: WheelSet,
  options: InstallOptions,
): Promise<Compiler> {
  const file = await downloadWheel(set.zig, set.platforms, downloads, options);
  const zigFolder = join(folder, 'zig');
  await unpackWheel(file, zigFolder, '^ziglang/', 'the Zig compiler', options);
  const command = join(zigFolder, 'ziglang', 'zig');
  const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  return {
    command,
    firstArguments: ['c++', '-target', `${architecture}-linux-gnu.2.27`],
    // The Node-API functions are in the program that loads the binding.
    linking: ['-Wl,-z,undefs'],
  };
}
