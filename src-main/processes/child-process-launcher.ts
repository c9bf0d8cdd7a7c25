import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ToWorker } from '../../src-shared/protocol/worker-protocol';
import type { LaunchOptions, WorkerExit, WorkerLauncher, WorkerProcess } from './worker-process';

/** Workers as child processes of this Node: for the command line and the browser shell. */
export class ChildProcessLauncher implements WorkerLauncher {
  readonly #script: string;

  /** @param script absolute path of the built worker (`worker.js`) */
  constructor(script: string) {
    this.#script = script;
  }

  launch({ environment, script }: LaunchOptions): WorkerProcess {
    const file = script === undefined ? this.#script : join(dirname(this.#script), script);
    const [program, ...args] = [...endedWithParent(), process.execPath, file];
    const child = spawn(program, args, {
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Structured clone: NaN, Infinity and typed arrays survive.
      serialization: 'advanced',
      // A group of its own: Ctrl-C in a terminal reaches the core alone, which then stops its workers in order.
      detached: process.platform !== 'win32',
    });
    return new ChildWorker(child);
  }
}

const setpriv = '/usr/bin/setpriv';
let canSetpriv: boolean | undefined;

/**
 * Starts a program so that the kernel ends it with its parent, which it cannot do itself while it is stopped; empty where
 * the machine has no setpriv (util-linux) that asks for it.
 */
function endedWithParent(): readonly string[] {
  const options = ['--pdeathsig', 'KILL'];
  canSetpriv ??= process.platform === 'linux' && spawnSync(setpriv, [...options, 'true']).status === 0;
  return canSetpriv ? [setpriv, ...options] : [];
}

class ChildWorker implements WorkerProcess {
  #startError: string | undefined;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;

    child.on('error', (error) => {
      // Emitted for a failed start, and for a message that came too late, which the exit explains.
      if (child.pid === undefined) this.#startError = error.message;
    });
    const endWithCore = () => child.kill('SIGKILL');
    process.once('exit', endWithCore);
    child.once('close', () => process.removeListener('exit', endWithCore));
  }

  send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#child.on('message', listener);
  }

  onExit(listener: (exit: WorkerExit) => void): void {
    // 'close' comes after the last message and the last line of output, and also after a failed start.
    this.#child.once('close', (code, signal) => {
      const started = this.#startError === undefined;
      listener(started ? { code, signal } : { code: null, signal: null, startError: this.#startError });
    });
  }

  onLog(listener: (line: string) => void): void {
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream) createInterface({ input: stream }).on('line', listener);
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#child.kill(signal);
  }
}
