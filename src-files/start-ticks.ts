import { readFileSync } from 'node:fs';

/**
 * When a process started, in the kernel's ticks since the boot, which tells it from an earlier one of its id; 'over' for a
 * zombie, empty where /proc does not tell.
 */
export function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; the start time is the 20th field after it (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie still has its entry, but runs nothing.
    return fields[0] === 'Z' ? 'over' : fields[19];
  } catch {
    return '';
  }
}
