import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { startTicks } from '../../src-files/start-ticks';
import type { Pulse } from './pulse';

/**
 * Touches the file, where there is one, again and again while the main thread is not stuck, and ends the process once its
 * parent is another than at first: then the core is gone.
 * A thread of its own does so while a step keeps the main one busy, which otherwise would learn of it much later.
 */
const beating = `
  const { utimesSync } = require('node:fs');
  const { file, parent, pulse } = require('node:worker_threads').workerData;
  let turns = -1;
  let since = 0;
  const isStuck = () => {
    const limitMs = Atomics.load(pulse, 0);
    const now = Atomics.load(pulse, 1);
    if (limitMs === 0 || now !== turns) since = performance.now();
    turns = now;
    return limitMs > 0 && performance.now() - since > limitMs;
  };
  const beat = () => {
    const seconds = Date.now() / 1000;
    try { if (file && !isStuck()) utimesSync(file, seconds, seconds); } catch {}
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  };
  beat();
  setInterval(beat, 1000);`;

/**
 * Shows in a file's time that this process lives, so that one that was stopped or hangs is noticed; and lets it live no
 * longer than the process that started it. The file is there when this returns.
 * @param file undefined where nobody looks for it
 * @param pulse of the main thread
 */
export function startHeartbeat(file: string | undefined, pulse: Pulse): void {
  const { pid, ppid: parent } = process;
  if (file !== undefined) tryToWrite(file, `${pid} ${startTicks(pid)}`);
  const thread = new Worker(beating, { eval: true, workerData: { file, parent, pulse: pulse.shared } });
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
