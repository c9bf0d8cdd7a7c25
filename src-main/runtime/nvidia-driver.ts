import { runProgram } from '../downloads/external-program';

/** Whether an NVIDIA driver answers and lists at least one GPU. A broken driver counts as none. */
export async function hasNvidiaDriver(signal?: AbortSignal): Promise<boolean> {
  try {
    const list = await runProgram('nvidia-smi', ['-L'], { doing: 'Looking for GPUs', remedy: '', signal });
    return /^GPU \d+:/m.test(list);
  } catch {
    return false;
  }
}
