import { Worker } from 'node:worker_threads';
import { startTicks } from '../../src-files/start-ticks';

/**
 * Writes the file, where there is one, again and again, and ends the process once its parent is another than at first:
 * then the core is gone.
 * A thread of its own does so while a step keeps the main one busy, which otherwise would learn of it much later.
 */
const beating = `
  const { utimesSync, writeFileSync } = require('node:fs');
  const { file, self, parent } = require('node:worker_threads').workerData;
  try { if (file) writeFileSync(file, self); } catch {}
  const beat = () => {
    const seconds = Date.now() / 1000;
    try { if (file) utimesSync(file, seconds, seconds); } catch {}
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  };
  beat();
  setInterval(beat, 1000);`;

/**
 * Shows in a file's time that this process lives, so that one that was stopped or hangs as a whole is noticed; and lets
 * it live no longer than the process that started it.
 * @param file undefined where nobody looks for it
 */
export function startHeartbeat(file?: string): void {
  const { pid, ppid: parent } = process;
  const workerData = { file, self: `${pid} ${startTicks(pid)}`, parent };
  const thread = new Worker(beating, { eval: true, workerData });
  // Without a heartbeat nothing is watched; that is no reason to end the run.
  thread.on('error', () => {});
  thread.unref();
}
