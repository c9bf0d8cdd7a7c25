import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const python = environmentVariable('PARASAMPLE_PARITY_PYTHON');

/** The folder that records go to. */
export const records = environmentVariable('PARASAMPLE_PARITY_RECORDS');

/** Runs one of the scripts beside this file with the Python that has torch_blue. */
export async function runPython(script: string, ...args: string[]): Promise<void> {
  const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  await promisify(execFile)(python, [join(import.meta.dirname, script), ...args], { env: environment });
}

function environmentVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these specs are started by "npm run parity".`);
  return value;
}
