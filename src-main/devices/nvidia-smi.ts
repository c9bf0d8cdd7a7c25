import type { Gpu } from '../../src-shared/devices/devices';
import { judgedGpus } from './gpu-hindrance';
import { commonColumns, formerColumns, type Memory, newerColumns, parseGpus } from './gpu-table';
import { userColumns, withUsers } from './gpu-users';
import { migInstances } from './mig-instances';
import { answerSeconds, askNvidiaTool, type ToolAnswer, type ToolFailure } from './nvidia-tool';

export type GpuReading =
  | { readonly gpus: readonly Gpu[] }
  /** Why there is none, as a sentence. */
  | { readonly note: string };

const asTable = '--format=csv,noheader,nounits';

/** From the newest driver's columns to those that all have. */
const columnSets: readonly (readonly string[])[] = [
  [...commonColumns, ...newerColumns],
  [...commonColumns, ...formerColumns],
  commonColumns,
];
/** Which of them this machine's driver was seen to know. */
let knownSet = 0;

/** NVIDIA's GPUs as its own tool tells them. `systemMemory` stands in where a GPU has none of its own. */
export async function readGpus(systemMemory: Memory): Promise<GpuReading> {
  const { text, failure } = await askForGpus();
  if (failure) return { note: noteOf(failure, text) };
  const listed = parseGpus(text, systemMemory);
  if (listed.length === 0) return { note: 'The NVIDIA driver answers, but lists no GPU.' };
  const divided = listed.filter(({ isDivided }) => isDivided);
  const instances = divided.length > 0 ? migInstances((await askNvidiaTool(['-L'])).text, divided) : [];
  const whole = listed.filter(({ isDivided }) => !isDivided);
  const users = (await askNvidiaTool([`--query-compute-apps=${userColumns.join(',')}`, asTable])).text;
  const usable = [...whole, ...instances].map((gpu) => withUsers(gpu, users));
  const { CUDA_VISIBLE_DEVICES: visible, CUDA_DEVICE_ORDER: order } = process.env;
  const gpus = judgedGpus(usable, visible, order);
  if (gpus.length > 0) return { gpus: [...gpus].sort((a, b) => a.index - b.index) };
  return {
    note: 'MIG divides the GPU here, but it has no instance; `nvidia-smi mig -cgi` makes some, or switch MIG off.',
  };
}

async function askForGpus(): Promise<ToolAnswer> {
  const columns = columnSets[knownSet] ?? commonColumns;
  const answer = await askNvidiaTool([`--query-gpu=${columns.join(',')}`, asTable]);
  const isUnknown = answer.failure && /not a valid field/i.test(answer.text);
  if (!isUnknown || knownSet === columnSets.length - 1) return answer;
  knownSet += 1;
  return askForGpus();
}

/** Why the tool gave no list, as a sentence. Its own words are on its standard output. */
export function noteOf(error: ToolFailure, stdout: string): string {
  if (error.code === 'ENOENT') return 'No NVIDIA driver is installed, so training uses the CPU.';
  if (error.killed)
    return `nvidia-smi gave no answer within ${answerSeconds} seconds, so no GPU can be used.`;
  const words = stdout.trim().split(/\r?\n/)[0]?.replace(/\.$/, '') || `it ended with code ${error.code}`;
  if (words.includes('version mismatch'))
    return `The NVIDIA driver was updated while in use (${words}); restart the machine to use its GPUs.`;
  return `nvidia-smi failed, so no GPU can be used: ${words}.`;
}
