import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runProgram } from '../../src-main/downloads/external-program';
import { packageFolder } from '../../src-main/runtime/package-folder';

/** Files of native/ in whose place the emulation has its own, or that need a GPU. */
const replaced = [
  'module.cc',
  'gpu.cc',
  'no-gpu.cc',
  'compile-kernels.cc',
  'tensorflow-stream.cc',
  'functions.cc',
];

/** Compiles test/native/emulated-gpu.cc with the operations of native/ against the runtime of this binding, into `folder`; returns the module's path. */
export async function compileEmulatedGpu(binding: string, folder: string): Promise<string> {
  const runtime = dirname(binding);
  const module = join(folder, 'emulated_gpu.node');
  const folders = ['test/native', 'native', 'native/gpu'].map((folder) => resolve(folder));
  const files = folders.flatMap((folder) =>
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
      ...['-o', module, `-Wl,-rpath,${join(runtime, 'tensorflow')}`],
    ],
    { doing: 'Compiling the emulated GPU', remedy: 'install g++.' },
  );
  return module;
}
