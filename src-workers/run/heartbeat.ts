import { Worker } from 'node:worker_threads';

/** Writes the file again and again; a thread of its own goes on while a step keeps the main one busy. */
const beating = `
  const { writeFileSync } = require('node:fs');
  const { workerData } = require('node:worker_threads');
  const beat = () => { try { writeFileSync(workerData, ''); } catch {} };
  beat();
  setInterval(beat, 1000);`;

/** Shows in a file's time that this process lives, so that one that was stopped or hangs as a whole is noticed. */
export function startHeartbeat(file: string): void {
  const thread = new Worker(beating, { eval: true, workerData: file });
  // Without a heartbeat nothing is watched; that is no reason to end the run.
  thread.on('error', () => {});
  thread.unref();
}
