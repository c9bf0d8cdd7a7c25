import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** What nvidia-smi answers, or how it failed. Its own words are on its standard output, those of failures too. */
export interface ToolAnswer {
  readonly text: string;
  readonly failure?: ToolFailure;
}

export interface ToolFailure {
  readonly code?: number | string | null;
  readonly killed?: boolean;
}

/** Where the driver puts it: in Windows's Linux it is off the usual path. */
const places: readonly string[] = ['nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi'];
export const answerSeconds = 5;

/** Asks NVIDIA's own tool; never throws. */
export async function askNvidiaTool(
  args: readonly string[],
  [place = '', ...others]: readonly string[] = places,
): Promise<ToolAnswer> {
  const answer = await ask(place, args);
  return answer.failure?.code === 'ENOENT' && others.length > 0 ? askNvidiaTool(args, others) : answer;
}

async function ask(place: string, args: readonly string[]): Promise<ToolAnswer> {
  if (!(await isThere(place))) return { text: '', failure: { code: 'ENOENT' } };
  const options = { timeout: answerSeconds * 1000, killSignal: 'SIGKILL' } as const;
  return new Promise((resolve) => {
    execFile(place, args, options, (failure, text) => resolve({ text, ...(failure ? { failure } : {}) }));
  });
}

/**
 * Beginning a process only to hear that there is no such program stops this one for ten milliseconds and more, every other second on a machine without
 * a GPU. It is looked for each time, so that a driver that comes later is found. Windows has its own rules of what a name means.
 */
async function isThere(place: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const folders = isAbsolute(place) ? [''] : (process.env.PATH ?? '').split(delimiter);
  for (const folder of folders)
    if (
      await access(join(folder, place), constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return true;
  return false;
}
