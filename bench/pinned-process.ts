import { spawn } from 'node:child_process';

const payloadVariable = 'PARASAMPLE_BENCH_SLOT';

/** Runs a bench's own file again in a process on these cores alone; gives the number that it prints. */
export function runPinned(file: string, payload: unknown, cores: string, threads: number): Promise<number> {
  const child = spawn('taskset', ['-c', cores, process.execPath, file], {
    env: {
      ...process.env,
      [payloadVariable]: JSON.stringify(payload),
      TF_NUM_INTRAOP_THREADS: String(threads),
      TF_NUM_INTEROP_THREADS: String(threads),
      TF_CPP_MIN_LOG_LEVEL: '2',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  return new Promise((resolve) => child.once('exit', () => resolve(Number(output))));
}

/** What `runPinned` gave to this process; undefined in the one that measures. */
export function pinnedPayload(): unknown {
  const payload = process.env[payloadVariable];
  return payload === undefined ? undefined : JSON.parse(payload);
}
