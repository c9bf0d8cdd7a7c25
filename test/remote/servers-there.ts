import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';

/**
 * Ends the servers that were begun for connections to a home; they outlive a spec by minutes otherwise. Resolves once they
 * are gone, and with them what they still write there.
 */
export async function endServersOf(home: string): Promise<void> {
  for (const pid of serversOf(home)) killIfThere(pid, 'SIGTERM');
  // Hooks have no expect.poll.
  await vi.waitFor(() => expect(serversOf(home)).toEqual([]), { timeout: 60_000 });
}

function serversOf(home: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isServerOf(name, home))
    .map(Number);
}

function isServerOf(name: string, home: string): boolean {
  const read = (file: string) => readFileSync(join('/proc', name, file), 'utf8');
  try {
    return read('environ').includes(`PARASAMPLE_HOME=${home}\0`) && read('cmdline').includes('--until-idle');
  } catch {
    return false; // It ended while we looked, or is another's.
  }
}

/** Kills a process that may have ended since it was found. */
export function killIfThere(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
