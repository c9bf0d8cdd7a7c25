import { stat } from 'node:fs/promises';

/** Whether there is a device, a pipe or a socket, as /dev/null and /dev/stdout are: written into, never replaced. */
export async function isSpecialFile(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}
