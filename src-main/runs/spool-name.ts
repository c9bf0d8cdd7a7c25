import { randomUUID } from 'node:crypto';
import { isAlive } from '../processes/owner-process';

/** A name for this process's spool that no other process has had, even where process ids are given again. */
export function spoolName(owner: string): string {
  return `${owner}_${randomUUID().slice(0, 8)}`;
}

/** Whether the process that this spool is named after is gone. */
export function isLeftSpool(name: string, home: string): boolean {
  return !isAlive(name.split('_')[0], home);
}
