import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { endWithNpm } from './end-with-npm.mjs';

/**
 * Runs a program in this one's place: same streams, signals passed on.
 * With `options.bound` it learns of this process's end by a channel (`disconnect`), however that end came, and this
 * process ends with the npm that runs it.
 * @returns {Promise<number>} its exit code; 128 + the signal's number where a signal ended it
 */
export function passThrough(command, args, { bound = false, ...options } = {}) {
  if (bound) endWithNpm();
  const stdio = ['inherit', 'inherit', 'inherit', ...(bound ? ['ipc'] : [])];
  const child = spawn(command, args, { ...options, stdio });
  const passOn = (signal) => {
    // A terminal has already sent its interrupt to the whole group.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, passOn);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
