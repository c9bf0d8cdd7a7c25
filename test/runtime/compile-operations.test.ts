import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import {
  areOperationsCurrent,
  compileOperations,
  refreshOperations,
} from '../../src-main/runtime/compile-operations';
import { temporaryFolder } from '../temporary-folder';

function told() {
  const lines: string[] = [];
  const launcher = new ChildProcessLauncher('/none/worker.js');
  return {
    lines,
    options: { cacheFolder: '', onProgress: (line: string) => void lines.push(line), launcher },
  };
}

/** Any library that loads. */
const loadable = join(
  process.cwd(),
  `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
);

/** A runtime's folder, and a process that tries out what is compiled into it. */
function runtimeFolder() {
  const [folder, built] = [temporaryFolder(), temporaryFolder()];
  copyFileSync(loadable, join(folder, 'tfjs_binding.node'));
  copyFileSync('src-main/runtime/load-libraries.ts', join(built, 'load-libraries.js'));
  const options = { ...told().options, launcher: new ChildProcessLauncher(join(built, 'worker.js')) };
  return { folder, options };
}

/** A compiler that does what a line of shell says; `$out` is the library that it is asked for. */
function compilerThat(line: string) {
  const output = 'for word; do [ "$last" = -o ] && out=$word; last=$word; done';
  return { command: 'sh', firstArguments: ['-c', `${output}; ${line}`, 'sh'], linking: [] };
}

describe.runIf(process.platform === 'linux')('our own TensorFlow operations', () => {
  test('that cannot be compiled cost speed alone: the old ones go, and that is said', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'parasample_operations.node'), 'of older sources');
    const { lines, options } = told();
    await compileOperations(folder, { command: 'false', firstArguments: [], linking: [] }, options);
    expect(lines[lines.length - 1]).toMatch(/could not be compiled here; training uses TensorFlow's own/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('for GPUs need a compiler with TensorFlow’s C++ library: without it that is said', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'nvidia', 'cuda_nvrtc'), { recursive: true });
    const { lines, options } = told();
    await compileOperations(folder, { command: 'false', firstArguments: [], linking: [] }, options);
    expect(lines).toContain(
      "Kernels of our own for GPUs need g++ of this machine; without it GPUs use TensorFlow's, which are slower",
    );
  });

  test('stopping is not taken for a failure to compile', async () => {
    const { options } = told();
    const stopped = AbortSignal.abort();
    const compiler = { command: 'true', firstArguments: [], linking: [] };
    await expect(
      compileOperations(temporaryFolder(), compiler, { ...options, signal: stopped }),
    ).rejects.toThrow(/was stopped/);
  });

  test('are not compiled where there is no TensorFlow to compile against', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'tensorflow'));
    const { lines, options } = told();
    await refreshOperations(folder, options);
    expect(lines).toEqual([]);
    expect(readdirSync(folder)).toEqual(['tensorflow']);
  });

  test('that two processes compile at once stay the faster one’s where the slower one fails', async () => {
    const { folder, options } = runtimeFolder();
    const stamp = join(folder, 'parasample_operations.sources');
    const slower = compilerThat(`until [ -s ${stamp} ]; do sleep 0.01; done; echo half > "$out"; exit 1`);
    const faster = compilerThat(`cp ${loadable} "$out"`);
    await Promise.all([
      compileOperations(folder, slower, options),
      compileOperations(folder, faster, options),
    ]);
    expect(areOperationsCurrent(folder)).toBe(true);
    expect(readFileSync(join(folder, 'parasample_operations.node'))).toEqual(readFileSync(loadable));
  });

  test('that are half written by one process are not taken for another’s', async () => {
    const { folder, options } = runtimeFolder();
    const [whole, half, stamp] = [
      join(folder, 'whole'),
      join(folder, 'half'),
      join(folder, 'parasample_operations.sources'),
    ];
    const faster = compilerThat(
      `cp ${loadable} "$out"; touch ${whole}; until [ -e ${half} ]; do sleep 0.01; done`,
    );
    const slower = compilerThat(
      `until [ -e ${whole} ]; do sleep 0.01; done; echo half > "$out"; touch ${half}; until [ -s ${stamp} ]; do sleep 0.01; done; cp ${loadable} "$out"`,
    );
    await Promise.all([
      compileOperations(folder, slower, options),
      compileOperations(folder, faster, options),
    ]);
    expect(readFileSync(join(folder, 'parasample_operations.node'))).toEqual(readFileSync(loadable));
    const left = readdirSync(folder).filter((name) => !['half', 'whole'].includes(name));
    expect(left.sort()).toEqual([
      'parasample_operations.node',
      'parasample_operations.sources',
      'tfjs_binding.node',
    ]);
  });

  test('whose library is gone are compiled anew, whatever is noted of it', async () => {
    const { folder, options } = runtimeFolder();
    await compileOperations(folder, compilerThat(`cp ${loadable} "$out"`), options);
    expect(areOperationsCurrent(folder)).toBe(true);
    rmSync(join(folder, 'parasample_operations.node'));
    expect(areOperationsCurrent(folder)).toBe(false);
  });
});
