import { execFile } from 'node:child_process';

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

function ask(place: string, args: readonly string[]): Promise<ToolAnswer> {
  const options = { timeout: answerSeconds * 1000, killSignal: 'SIGKILL' } as const;
  return new Promise((resolve) => {
    execFile(place, args, options, (failure, text) => resolve({ text, ...(failure ? { failure } : {}) }));
  });
}
