import type { ToWorker } from '../../src-shared/protocol/worker-protocol';

/** Starts worker processes. Each shell brings its own: child processes here, utility processes in Electron. */
export interface WorkerLauncher {
  launch(options: LaunchOptions): WorkerProcess;
}

export interface LaunchOptions {
  /** What the process is called in lists of processes, where the platform shows it. */
  readonly name: string;
  /** The worker's whole environment: nothing is added to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** A script beside the worker's that is run in its place. */
  readonly script?: string;
}

/** One worker process as the core sees it. Listeners are set once, directly after the launch. */
export interface WorkerProcess {
  /** Does nothing once the process is gone. */
  send(message: ToWorker): void;
  /** Messages arrive as they came over the channel, unchecked. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called exactly once, also where the process could not be started at all. */
  onExit(listener: (exit: WorkerExit) => void): void;
  /** A line that the process wrote to its standard output or error stream. */
  onLog(listener: (line: string) => void): void;
  /** SIGTERM asks, SIGKILL ends. Does nothing once the process is gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface WorkerExit {
  /** Exit code; null where a signal ended the process or none was started. */
  readonly code: number | null;
  /** Name of the signal that ended it, or null. */
  readonly signal: string | null;
  /** Why it could not be started. */
  readonly startError?: string;
}
