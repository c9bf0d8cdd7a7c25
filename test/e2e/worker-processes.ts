import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';

/**
 * Process ids of the workers below a core (Linux), the one first that was started first: children with the worker's script,
 * or utility processes.
 */
export function workerPids(corePid: number): readonly number[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess);
  const below = new Set([corePid]);
  // Parents are older than their children but not always listed first, so look until nothing is added.
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const { pid, parent } of processes) if (below.has(parent)) below.add(pid);
  }
  return processes
    .filter(({ pid, command }) => below.has(pid) && isWorker(command))
    .sort((a, b) => a.started - b.started || a.pid - b.pid)
    .map(({ pid }) => pid);
}

/**
 * The workers of a run that goes on, once there are as many as it has: the process that counted for the form what the run
 * takes is ended a moment after the form was left, and those of the run before may take one to end.
 */
export async function workersOfRun(corePid: number, count: number): Promise<readonly number[]> {
  let workers: readonly number[] = [];
  const look = () => {
    workers = workerPids(corePid);
    return workers;
  };
  await expect.poll(look).toHaveLength(count);
  return workers;
}

interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** Ticks since the machine's start: ids begin again at their highest. */
  readonly started: number;
  readonly command: string;
}

function readProcess(name: string): readonly ListedProcess[] {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The fields after the command's name, which is in brackets and may hold spaces: state, parent, and the start as the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
    return [{ pid: Number(name), parent: Number(fields[1]), started: Number(fields[19]), command }];
  } catch {
    return []; // It ended while we looked.
  }
}

function isWorker(command: string): boolean {
  return command.includes('worker.js') || command.includes('node.mojom.NodeService');
}

export function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ') === false;
  } catch {
    return false;
  }
}
