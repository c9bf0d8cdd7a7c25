import { FailedError } from '../../src-shared/errors';
import type { WorkerExit, WorkerLauncher } from '../processes/worker-process';

const doing = 'Loading what was compiled against TensorFlow';

/**
 * Loads compiled libraries, one after the other, in a process of its own (`load-libraries.ts`).
 * @throws FailedError with the loader's complaint.
 */
export async function checkLibraries(
  paths: readonly string[],
  launcher: WorkerLauncher,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted) throw new FailedError(`${doing} was stopped.`);
  const loading = launcher.launch({
    name: 'library check',
    script: 'load-libraries.js',
    environment: {
      ...presentEnvironment(),
      PARASAMPLE_LIBRARIES: JSON.stringify(paths),
      TF_CPP_MIN_LOG_LEVEL: '3',
    },
  });
  const complaints: string[] = [];
  loading.onLog((line) => complaints.push(line));
  const stop = () => loading.kill('SIGKILL');
  signal?.addEventListener('abort', stop);
  const exit = await new Promise<WorkerExit>((resolve) => loading.onExit(resolve));
  signal?.removeEventListener('abort', stop);
  if (signal?.aborted) throw new FailedError(`${doing} was stopped.`);
  if (exit.code === 0) return;
  throw new FailedError(`${doing} failed: ${complaints[0] ?? endOf(exit)}`);
}

function endOf({ code, signal, startError }: WorkerExit): string {
  return startError ?? `the process that loaded it ended with ${signal ?? `exit code ${code}`}.`;
}

function presentEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
