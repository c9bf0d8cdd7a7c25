import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { startTicks } from '../../src-files/start-ticks';

/**
 * Touches the file, where there is one, again and again, and ends the process once its parent is another than at first:
 * then the core is gone.
 * A thread of its own does so while a step keeps the main one busy, which otherwise would learn of it much later.
 */
const beating = `
  const { utimesSync } = require('node:fs');
  const { file, parent } = require('node:worker_threads').workerData;
  const beat = () => {
    const seconds = Date.now() / 1000;
    try { if (file) utimesSync(file, seconds, seconds); } catch {}
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  };
  beat();
  setInterval(beat, 1000);`;

/**
 * Shows in a file's time that this process lives, so that one that was stopped or hangs as a whole is noticed; and lets
 * it live no longer than the process that started it. The file is there when this returns.
 * @param file undefined where nobody looks for it
 */
export function startHeartbeat(file: string | undefined): void {
  const { pid, ppid: parent } = process;
  if (file !== undefined) tryToWrite(file, `${pid} ${startTicks(pid)}`);
  const thread = new Worker(beating, { eval: true, workerData: { file, parent } });
  // Without a heartbeat nothing is watched; that is no reason to end the run.
  thread.on('error', () => {});
  thread.unref();
}

function tryToWrite(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    // Full memory takes the file, and refuses only what is in it.
  }
}
