import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import { refreshBinding } from '../../src-main/runtime/compile-binding';
import { refreshOperations } from '../../src-main/runtime/compile-operations';
import { installVariant, recipe } from '../../src-main/runtime/install-variant';
import { wheelSetFor } from '../../src-main/runtime/wheels';
import { buildPretendedGpu, pretendedGpuSources } from './build-pretended-gpu';
import { fetchNewPtxas } from './new-ptxas';
import { rigFolders } from './rig-folders';

/** Of CUDA's wheels, those without which TensorFlow does not load or finds no compiler; the pretended GPU stands for the others. */
const neededWheels = ['nvidia-cuda-runtime-cu12', 'nvidia-cuda-nvcc-cu12', 'nvidia-cuda-nvrtc-cu12'];

/** Makes the runtime for CUDA and the pretended GPU in the cache, where they are not there as this version wants them. */
export default async function prepare(): Promise<void> {
  const folders = rigFolders();
  const options = {
    cacheFolder: folders.cache,
    onProgress: tell,
    launcher: new ChildProcessLauncher(resolve('out', 'main', 'worker.js')),
  };
  mkdirSync(folders.cache, { recursive: true });
  if (textIn(join(folders.runtime, 'ready')) !== recipe) {
    const set = wheelSetFor('cuda', 'linux', 'x64');
    const nvidia = set.nvidia.filter(({ name }) => neededWheels.includes(name));
    await installVariant('cuda', { ...set, nvidia }, options);
    // The pretended one takes its place, and a spec takes that away.
    rmSync(join(folders.runtime, 'nvidia', 'cuda_runtime', 'lib'), { recursive: true });
    writeFileSync(join(folders.cache, 'tensorflow', 'chosen'), 'cuda');
  }
  await refreshBinding(folders.runtime, options);
  await refreshOperations(folders.runtime, options);
  await fetchNewPtxas(options);
  const hash = createHash('sha256').update(pretendedGpuSources()).digest('hex');
  const stamp = `${folders.libraries}.sources`;
  if (textIn(stamp) === hash && existsSync(folders.libraries)) return;
  tell('Compiling the pretended GPU');
  rmSync(stamp, { force: true });
  await buildPretendedGpu(folders.libraries, folders.runtime);
  writeFileSync(stamp, hash);
}

function tell(text: string): void {
  process.stdout.write(`GPU rig: ${text}\n`);
}

function textIn(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
