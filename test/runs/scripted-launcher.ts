import type {
  LaunchOptions,
  WorkerExit,
  WorkerLauncher,
  WorkerProcess,
} from '../../src-main/processes/worker-process';
import type { FromWorker, ToWorker, WorkerTask } from '../../src-shared/protocol/worker-protocol';

/** A launcher whose workers live in the test: the test says what each does. */
export class ScriptedLauncher implements WorkerLauncher {
  readonly workers: ScriptedWorker[] = [];
  readonly #script: (worker: ScriptedWorker) => void;

  /** @param script called with each worker as it is launched */
  constructor(script: (worker: ScriptedWorker) => void = () => {}) {
    this.#script = script;
  }

  launch({ environment }: LaunchOptions): WorkerProcess {
    const worker = new ScriptedWorker(environment);
    this.workers.push(worker);
    // Like a real process, it says nothing before its launcher has set its listeners.
    queueMicrotask(() => this.#script(worker));
    return worker;
  }
}

/** One worker in the test's hands. Killed, it exits with that signal at once. */
export class ScriptedWorker implements WorkerProcess {
  readonly received: ToWorker[] = [];
  readonly signals: string[] = [];
  /** Set by the test to act on what the core sends. */
  onReceived: (message: ToWorker) => void = () => {};
  /** Set by the test for a worker that ignores SIGTERM. */
  ignoresTerm = false;
  #messageListener: (message: unknown) => void = () => {};
  #exitListener: (exit: WorkerExit) => void = () => {};
  #logListener: (line: string) => void = () => {};
  #isGone = false;

  constructor(readonly environment: Readonly<Record<string, string>>) {}

  get task(): WorkerTask {
    const train = this.received.find((message) => message.type === 'train');
    if (train?.type !== 'train') throw new Error('This worker has no task yet.');
    return train.task;
  }

  say(...messages: FromWorker[]): void {
    for (const message of messages) this.#messageListener(message);
  }

  sayAnything(message: unknown): void {
    this.#messageListener(message);
  }

  write(line: string): void {
    this.#logListener(line);
  }

  exit(code: number | null, signal: string | null = null): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#exitListener({ code, signal });
  }

  send(message: ToWorker): void {
    if (this.#isGone) return;
    this.received.push(message);
    this.onReceived(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messageListener = listener;
  }

  onExit(listener: (exit: WorkerExit) => void): void {
    this.#exitListener = listener;
  }

  onLog(listener: (line: string) => void): void {
    this.#logListener = listener;
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.signals.push(signal);
    if (signal === 'SIGKILL' || !this.ignoresTerm) this.exit(null, signal);
  }
}

const progress = (step: number): FromWorker => ({ type: 'progress', step, totalSteps: 4, epoch: step / 2 });

/** A worker that trains four steps and finishes, as a well-behaved one does. */
export function goodWorker(worker: ScriptedWorker): void {
  worker.onReceived = (message) => {
    if (message.type !== 'train') return;
    worker.say({ type: 'phase', phase: 'loading' }, { type: 'phase', phase: 'training' });
    worker.say({ type: 'metrics', points: [{ name: 'train.loss', step: 1, epoch: 0.5, time: 1, value: 2 }] });
    worker.say(progress(2), progress(4), { type: 'phase', phase: 'saving' });
    worker.say({ type: 'finished', stopped: false, finalMetrics: { 'test.accuracy': 0.97 } });
    worker.exit(0);
  };
  worker.say({ type: 'hello' });
}

/** A worker that trains until it is asked to stop, and pauses when it is asked to. */
export function patientWorker(worker: ScriptedWorker): void {
  worker.onReceived = (message) => {
    if (message.type === 'train') worker.say({ type: 'phase', phase: 'training' }, progress(1));
    if (message.type === 'pause') worker.say({ type: 'paused', step: 1 });
    if (message.type === 'resume') worker.say(progress(2));
    if (message.type === 'stop') {
      worker.say({ type: 'finished', stopped: true, finalMetrics: { 'test.accuracy': 0.5 } });
      worker.exit(0);
    }
  };
  worker.say({ type: 'hello' });
}
