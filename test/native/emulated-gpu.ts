import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { appFolders } from '../../src-files/app-folders';
import { runProgram } from '../../src-main/downloads/external-program';
import { packageFolder } from '../../src-main/runtime/package-folder';

/** Files of native/ in whose place the emulation has its own, or that need a GPU. */
const replaced = ['module.cc', 'gpu.cc', 'no-gpu.cc', 'driver.cc', 'device-streams.cc', 'compile-kernels.cc'];

const pretended = resolve('test', 'gpu-rig', 'pretended-gpu');
const folders = [...['test/native', 'native', 'native/gpu'].map((folder) => resolve(folder)), pretended];
const module = 'emulated_gpu.node';
const nccl = 'libnccl.so.2';

export interface EmulatedGpu {
  /** A Node-API module. */
  readonly module: string;
  /** The pretended NCCL that it counts with. */
  readonly nccl: string;
}

/**
 * Compiles test/native/emulated-gpu.cc with the operations of native/ against the runtime of this binding, where it was not
 * compiled of the same sources before: into the cache, since that takes minutes on a busy machine.
 */
export async function compileEmulatedGpu(binding: string): Promise<EmulatedGpu> {
  const sources = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(cc|c|h|cuh)$/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  );
  const hash = createHash('sha256')
    .update(JSON.stringify([binding, sources]))
    .digest('hex')
    .slice(0, 16);
  const kept = join(appFolders().cache, 'emulated-gpu', hash);
  const compiled = { module: join(kept, module), nccl: join(kept, nccl) };
  if (existsSync(compiled.module)) return compiled;
  mkdirSync(dirname(kept), { recursive: true });
  const unfinished = mkdtempSync(`${kept}-`);
  await compileInto(unfinished, dirname(binding));
  // Another process may have been as fast.
  if (existsSync(kept)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, kept);
  return compiled;
}

async function compileInto(folder: string, runtime: string): Promise<void> {
  await compilePretendedNccl(folder);
  const files = folders.slice(0, 3).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.cc') && !replaced.includes(name))
      .map((name) => join(folder, name)),
  );
  const includes = [
    ...folders,
    join(packageFolder('node-api-headers'), 'include'),
    join(runtime, 'tensorflow', 'include'),
  ];
  await runProgram(
    'g++',
    [
      ...['-O0', '-std=c++17', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8'],
      ...includes.map((include) => `-I${include}`),
      ...files,
      ...['cc', 'framework'].map((part) => join(runtime, 'tensorflow', `libtensorflow_${part}.so.2`)),
      ...[join(folder, nccl), '-o', join(folder, module)],
      `-Wl,-rpath,${join(runtime, 'tensorflow')}:$ORIGIN`,
    ],
    { doing: 'Compiling the emulated GPU', remedy: 'install g++.' },
  );
}

/** Compiles NCCL as it is pretended, for processes that have no pretended driver. */
async function compilePretendedNccl(folder: string): Promise<void> {
  const sources = ['nccl', 'work', 'counts'].map((name) => join(pretended, `${name}.c`));
  const options = ['-shared', '-fPIC', '-O1', '-w', `-Wl,-soname,${nccl}`];
  await runProgram('gcc', [...options, ...sources, '-o', join(folder, nccl), '-ldl', '-lpthread'], {
    doing: 'Compiling the pretended NCCL',
    remedy: 'install gcc.',
  });
}
