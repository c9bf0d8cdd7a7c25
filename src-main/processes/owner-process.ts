import { readFileSync, readlinkSync } from 'node:fs';
import { startTicks } from '../../src-files/start-ticks';

/**
 * The mark of this process that the store keeps with its runs: its id and, where /proc tells it, the machine's boot
 * and the time the process started, since ids are given again.
 */
export function ownProcess(): string {
  return markOf(process.pid);
}

/** Whether the process with this mark still lives. */
export function isAlive(mark: string): boolean {
  const pid = Number(mark.split('@')[0]);
  return Number.isInteger(pid) && pid > 0 && isRunning(pid) && markOf(pid) === mark;
}

function markOf(pid: number): string {
  return `${pid}@${startOf(pid)}`;
}

/** Whether any process has this id now. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The number of the namespace in which this process's id counts: each container has one. Empty where there are none. */
export function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  } catch {
    return '';
  }
}

function startOf(pid: number): string {
  const ticks = startTicks(pid);
  if (ticks === '' || ticks === 'over') return ticks;
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}-${ticks}`;
  } catch {
    return '';
  }
}
