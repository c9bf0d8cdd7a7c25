import { cpus } from 'node:os';
import type { Device } from '../../src-shared/devices/devices';
import { BadInputError, FailedError, sentenceOf } from '../../src-shared/errors';
import { checkShape } from '../../src-shared/protocol/check-shape';
import { type FromWorker, fromWorkerSchema, type ToWorker } from '../../src-shared/protocol/worker-protocol';
import type { Counted } from '../../src-shared/runs/run-estimate';
import { workerEnvironment } from '../processes/worker-environment';
import type { WorkerLauncher, WorkerProcess } from '../processes/worker-process';

/** How long the process counts and waits, in milliseconds. */
export interface CountingTimes {
  /** For one answer: reading large files on a busy machine takes its time. */
  readonly patienceMs: number;
  /** It keeps what it has read for the next question, and ends where none comes. */
  readonly idleMs: number;
}

/** What is to be counted, and the engine that would train it. */
export type CountingRequest = Pick<Extract<ToWorker, { type: 'count' }>, 'counting' | 'engine'>;

interface Question {
  readonly asker: string;
  readonly request: CountingRequest;
  readonly resolve: (counted: Counted) => void;
  readonly reject: (reason: Error) => void;
}

const usual: CountingTimes = { patienceMs: 120_000, idleMs: 30_000 };

/** A worker process that counts what runs would take, one after the other, apart from the core and from all training. */
export class CountingWorker {
  #process: WorkerProcess | undefined;
  #isListening = false;
  #current: Question | undefined;
  #waiting: readonly Question[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #launcher: WorkerLauncher;
  readonly #times: CountingTimes;

  constructor(launcher: WorkerLauncher, times: CountingTimes = usual) {
    this.#launcher = launcher;
    this.#times = times;
  }

  /**
   * Counts for an asker, whose questions before nobody answers any more.
   * @param slot a CPU slot of this machine
   * @throws BadInputError where the run could not start, FailedError where it could not be counted
   */
  count(asker: string, request: CountingRequest, slot: Device): Promise<Counted> {
    this.#drop(asker, overtaken());
    return new Promise((resolve, reject) => {
      this.#waiting = [...this.#waiting, { asker, request, resolve, reject }];
      this.#next(slot);
    });
  }

  /** The asker wants no answer any more: the process ends with what it has read, unless others wait for it. */
  leave(asker: string): void {
    const reason = new FailedError('Nobody waits for this any more.');
    this.#drop(asker, reason);
    if (!this.#current) this.#end(reason);
  }

  #drop(asker: string, reason: Error): void {
    const dropped = this.#waiting.filter((question) => question.asker === asker);
    this.#waiting = this.#waiting.filter((question) => question.asker !== asker);
    for (const { reject } of dropped) reject(reason);
    if (this.#current?.asker === asker) this.#end(reason);
  }

  /** Ends the process; whatever is asked gets no answer. */
  close(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(new FailedError('The app is closing.'));
    this.#end(new FailedError('The app is closing.'));
  }

  #next(slot: Device): void {
    const [first, ...others] = this.#waiting;
    if (this.#current || !first) return;
    this.#waiting = others;
    const answered = <Value>(settle: (value: Value) => void) => {
      return (value: Value): void => {
        settle(value);
        this.#next(slot);
      };
    };
    this.#current = { ...first, resolve: answered(first.resolve), reject: answered(first.reject) };
    this.#after(this.#times.patienceMs, new FailedError('Counting what the run takes came to no end.'));
    try {
      this.#process ??= this.#launched(slot);
      if (this.#isListening) this.#ask();
    } catch (error) {
      this.#end(new FailedError(sentenceOf(error, 'Starting a worker process')));
    }
  }

  #ask(): void {
    if (this.#current) this.#process?.send({ type: 'count', ...this.#current.request });
  }

  #launched(slot: Device): WorkerProcess {
    const environment = workerEnvironment(slot, [slot], cpus().length, process.env, 1);
    const launched = this.#launcher.launch({ name: 'Parasample estimate', environment });
    launched.onLog(() => {});
    launched.onMessage((raw) => {
      if (this.#process === launched) this.#take(raw);
    });
    launched.onExit(() => {
      if (this.#process === launched) this.#end(new FailedError('The process that counts ended by itself.'));
    });
    return launched;
  }

  #take(raw: unknown): void {
    const checked = checkShape(fromWorkerSchema, raw);
    if (!checked.success) this.#end(new FailedError('The process that counts said what it should not.'));
    else this.#hear(checked.data);
  }

  #hear(message: FromWorker): void {
    if (message.type === 'hello') {
      this.#isListening = true;
      this.#ask();
    }
    if (message.type !== 'counted' && message.type !== 'failed') return;
    const question = this.#current;
    this.#current = undefined;
    this.#after(this.#times.idleMs, new FailedError('Nothing was asked.'));
    if (message.type === 'counted') question?.resolve(message.counted);
    else question?.reject(failureOf(message));
  }

  /** Ends the process after a while. */
  #after(milliseconds: number, reason: Error): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(reason), milliseconds);
    this.#timer.unref();
  }

  /** Ends the process, and with it what it counts. */
  #end(reason: Error): void {
    clearTimeout(this.#timer);
    const [ended, question] = [this.#process, this.#current];
    this.#process = undefined;
    this.#isListening = false;
    this.#current = undefined;
    ended?.kill('SIGKILL');
    question?.reject(reason);
  }
}

function overtaken(): FailedError {
  return new FailedError('Something newer was asked.');
}

function failureOf({ kind, message }: Extract<FromWorker, { type: 'failed' }>): Error {
  return kind === 'bad-input' ? new BadInputError(message) : new FailedError(message);
}
