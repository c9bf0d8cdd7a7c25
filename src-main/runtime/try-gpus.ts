import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import type { Gpu } from '../../src-shared/devices/devices';
import { FailedError } from '../../src-shared/errors';
import { workerEnvironment } from '../processes/worker-environment';
import type { WorkerExit, WorkerLauncher } from '../processes/worker-process';
import type { InstallOptions } from './installation';

const record = 'gpus.tried';
const firstWord = 'PARASAMPLE ';

/**
 * Tries out each GPU on which something can train, in a process of its own (`src-workers/try-gpu.ts`): whether TensorFlow takes
 * it and computes right on it. One that has passed is tried again only with another driver.
 * @param binding the compiled binding
 * @throws FailedError about the first that does not work, once all are tried
 */
export async function tryGpus(
  gpus: readonly Gpu[],
  binding: string,
  { launcher, onProgress }: Pick<InstallOptions, 'launcher' | 'onProgress'>,
): Promise<void> {
  const passed = new Set(linesIn(join(dirname(binding), record)));
  const keyOf = ({ uuid, driver }: Gpu) => `${uuid} ${driver}`;
  const complaints: string[] = [];
  for (const gpu of gpus.filter((each) => !each.hindrance && !passed.has(keyOf(each)))) {
    onProgress(`Trying out ${gpu.id}, ${gpu.name}`);
    const complaint = await complaintOf(gpu, binding, launcher);
    if (complaint === undefined) passed.add(keyOf(gpu));
    else complaints.push(complaint);
  }
  writeFileSync(join(dirname(binding), record), [...passed].join('\n'));
  const [first] = complaints;
  if (first !== undefined) throw new FailedError(first);
}

/** What is wrong with a GPU, as a sentence; undefined where nothing is. */
async function complaintOf(gpu: Gpu, binding: string, launcher: WorkerLauncher): Promise<string | undefined> {
  const process = launcher.launch({
    name: `test of ${gpu.id}`,
    script: 'try-gpu.js',
    environment: {
      ...workerEnvironment(gpu, [gpu], cpus().length, globalThis.process.env),
      PARASAMPLE_BINDING: binding,
    },
  });
  const lines: string[] = [];
  process.onLog((line) => lines.push(line));
  const exit = await new Promise<WorkerExit>((resolve) => process.onExit(resolve));
  if (exit.code === 0) return undefined;
  const said = lines.find((line) => line.startsWith(firstWord))?.slice(firstWord.length);
  const why =
    said ??
    `the process that used it ended with ${exit.startError ?? exit.signal ?? `exit code ${exit.code}`}`;
  return `${gpu.id} (${gpu.name}, driver ${gpu.driver}) cannot train yet: ${why.replace(/\.$/, '')}. A newer driver usually helps; CPU slots train meanwhile.`;
}

function linesIn(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
