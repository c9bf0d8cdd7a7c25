import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { LaunchOptions, WorkerExit, WorkerLauncher, WorkerProcess } from '../processes/worker-process';

/**
 * Starts a worker process before anybody needs it, so that it loads what it is made of while the core looks at data. Who
 * launches one of the same environment gets it; others are launched as usual.
 */
export class LaunchedAhead implements WorkerLauncher {
  readonly #launcher: WorkerLauncher;
  readonly #engine: EngineChoice;
  #ahead: { readonly worker: HeardWorker; readonly options: string } | undefined;
  #isClosed = false;

  /**
   * @param options of the process, as they will be asked for; where they cannot be told, nothing is started ahead
   * @param engine that it loads meanwhile
   */
  constructor(launcher: WorkerLauncher, options: Promise<LaunchOptions>, engine: EngineChoice) {
    this.#launcher = launcher;
    this.#engine = engine;
    options.then(
      (known) => this.#start(known),
      // Who launches it meets the same failure.
      () => {},
    );
  }

  launch(options: LaunchOptions): WorkerProcess {
    const ahead = this.#ahead;
    if (ahead?.options !== JSON.stringify(options)) return this.#launcher.launch(options);
    this.#ahead = undefined;
    return ahead.worker;
  }

  /** Ends the process that nobody took. */
  close(): void {
    this.#isClosed = true;
    this.#ahead?.worker.kill('SIGKILL');
    this.#ahead = undefined;
  }

  #start(options: LaunchOptions): void {
    if (this.#isClosed) return;
    try {
      const worker = new HeardWorker(this.#launcher.launch(options));
      worker.send({ type: 'prepare', engine: this.#engine });
      this.#ahead = { worker, options: JSON.stringify(options) };
    } catch {
      // Who launches it meets the same failure.
    }
  }
}

/** A process whose words are kept until somebody listens. */
class HeardWorker implements WorkerProcess {
  readonly #worker: WorkerProcess;
  readonly #messages = new Kept<unknown>();
  readonly #exits = new Kept<WorkerExit>();
  readonly #lines = new Kept<string>();

  constructor(worker: WorkerProcess) {
    this.#worker = worker;
    worker.onMessage((message) => this.#messages.tell(message));
    worker.onExit((exit) => this.#exits.tell(exit));
    worker.onLog((line) => this.#lines.tell(line));
  }

  send(message: Parameters<WorkerProcess['send']>[0]): void {
    this.#worker.send(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messages.listen(listener);
  }

  onExit(listener: (exit: WorkerExit) => void): void {
    this.#exits.listen(listener);
  }

  onLog(listener: (line: string) => void): void {
    this.#lines.listen(listener);
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#worker.kill(signal);
  }
}

class Kept<Word> {
  #words: Word[] = [];
  #listener: ((word: Word) => void) | undefined;

  tell(word: Word): void {
    if (this.#listener) this.#listener(word);
    else this.#words.push(word);
  }

  /** After this turn, so that the caller's other listeners are there, too. */
  listen(listener: (word: Word) => void): void {
    queueMicrotask(() => {
      this.#listener = listener;
      for (const word of this.#words.splice(0)) listener(word);
    });
  }
}
