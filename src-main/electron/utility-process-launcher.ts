import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type UtilityProcess, utilityProcess } from 'electron';
import type { ToWorker } from '../../src-shared/protocol/worker-protocol';
import type { LaunchOptions, WorkerExit, WorkerLauncher, WorkerProcess } from '../processes/worker-process';
import { exitOf } from './exit-status';

/**
 * Electron's allocator ends a process that asks for 2 GiB at once. Below this limit of TensorFlow's own CPU pool
 * it never does: a step that needs more ends in TensorFlow's out-of-memory error instead.
 */
const tensorflowMemoryLimit = { TF_MKL_ALLOC_MAX_BYTES: '3000000000' };

/** Workers as Electron utility processes. */
export class UtilityProcessLauncher implements WorkerLauncher {
  readonly #script: string;

  /** @param script absolute path of the built worker (`worker.js`) */
  constructor(script: string) {
    this.#script = script;
  }

  launch({ name, environment, script }: LaunchOptions): WorkerProcess {
    const file = script === undefined ? this.#script : join(dirname(this.#script), script);
    const child = utilityProcess.fork(file, [], {
      serviceName: name,
      env: { ...environment, ...tensorflowMemoryLimit },
      stdio: 'pipe',
    });
    return new UtilityWorker(child);
  }
}

class UtilityWorker implements WorkerProcess {
  // Electron itself crashes when a message is posted to a process that has exited.
  #over = false;
  readonly #child: UtilityProcess;

  constructor(child: UtilityProcess) {
    this.#child = child;

    child.once('exit', () => {
      this.#over = true;
    });
  }

  send(message: ToWorker): void {
    if (!this.#over) this.#child.postMessage(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#child.on('message', listener);
  }

  onExit(listener: (exit: WorkerExit) => void): void {
    this.#child.once('exit', (status) => listener(exitOf(status)));
  }

  onLog(listener: (line: string) => void): void {
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream) createInterface({ input: stream }).on('line', listener);
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (this.#over) return;
    const { pid } = this.#child;
    if (pid === undefined) this.#child.once('spawn', () => this.kill(signal));
    else process.kill(pid, signal);
  }
}
