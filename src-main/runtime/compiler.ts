import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { downloadWheel } from '../downloads/download-wheel';
import { runProgram } from '../downloads/external-program';
import { unpackWheel } from '../downloads/unpack-wheel';
import type { InstallOptions } from './installation';
import type { WheelSet } from './wheels';

/** A C++ compiler and the arguments it needs for anything it compiles here. */
export interface Compiler {
  readonly command: string;
  readonly firstArguments: readonly string[];
  readonly linking: readonly string[];
}

/**
 * Compiles one shared library.
 * @param folder where Zig may keep a cache of what it built
 * @throws FailedError with the compiler's complaint.
 */
export async function runCompiler(
  compiler: Compiler,
  args: readonly string[],
  folder: string,
  { doing, signal }: { readonly doing: string; readonly signal?: AbortSignal },
): Promise<void> {
  const cache = join(folder, 'zig-cache');
  await runProgram(compiler.command, [...compiler.firstArguments, ...args, ...compiler.linking], {
    doing,
    remedy: 'please install g++ or clang++, then try again.',
    environment: { ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache },
    signal,
  });
}

/** The machine's own compiler, or undefined where it has none. */
export async function machinesCompiler(options: InstallOptions): Promise<Compiler | undefined> {
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

/** The Zig compiler, unpacked into `folder`/zig. */
export async function zigCompiler(
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
