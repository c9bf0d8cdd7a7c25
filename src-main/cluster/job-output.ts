import { open } from 'node:fs/promises';
import { withoutLauncher } from './without-launcher';

/** So much of the end of a job's output tells what happened. In bytes. */
const toldOfOutput = 16_000;
const linesOfOutput = 20;

/** The end of what a job wrote to its output; empty where there is none. */
export async function endOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, toldOfOutput);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * The last lines of an output in which something stands, without what its launcher says.
 * @param reason why it failed, which is told by itself
 */
export function lastLinesOf(output: string, reason = ''): readonly string[] {
  const lines = withoutLauncher(output).split('\n');
  return lines.filter((text) => text.trim() !== '' && text.trim() !== reason).slice(-linesOfOutput);
}
