import { sentenceOf } from '../../../src-shared/errors';
import { checkShape } from '../../../src-shared/protocol/check-shape';
import {
  type FromWorker,
  fromWorkerSchema,
  type Phase,
  type ToWorker,
  type WorkerTask,
} from '../../../src-shared/protocol/worker-protocol';
import type { WorkerExit, WorkerLauncher, WorkerProcess } from '../../processes/worker-process';
import type { WorkerFailure } from './root-cause';

/** What one worker is to do, and in which environment. */
export interface CrewPlace {
  readonly task: WorkerTask;
  readonly environment: Readonly<Record<string, string>>;
}

export interface MemberListener {
  /** Every message but `hello` and `failed`, checked. */
  onMessage(member: CrewMember, message: Exclude<FromWorker, { type: 'hello' | 'failed' }>): void;
  onFailure(failure: WorkerFailure): void;
  onOutput(member: CrewMember, line: string): void;
  onGone(): void;
}

/** One worker process of a run: gives it its task, checks all it says and tells how it ends. */
export class CrewMember {
  readonly rank: number;
  /** The process has its task. */
  isAtWork = false;
  /** It did its job. */
  isDone = false;
  isGone = false;
  hasFailed = false;
  /** A step of its training waits for memory of its device: it hears nothing meanwhile. */
  get lacksMemory(): boolean {
    return this.#isLacking && this.#phase === 'training';
  }
  #isLacking = false;
  #phase: Phase | undefined;
  #process: WorkerProcess | undefined;
  #lastWord: string | undefined;
  readonly #place: CrewPlace;
  readonly #listener: MemberListener;

  constructor(place: CrewPlace, listener: MemberListener) {
    this.#place = place;
    this.#listener = listener;

    this.rank = place.task.rank;
  }

  launch(launcher: WorkerLauncher): void {
    const { environment, task } = this.#place;
    try {
      const name = `Parasample worker ${task.rank} of ${task.runId}`;
      const started = launcher.launch({ name, environment });
      this.#process = started;
      started.onMessage((message) => this.#receive(message));
      started.onLog((line) => {
        this.#lastWord = lastWordIn(line) ?? this.#lastWord;
        this.#listener.onOutput(this, line);
      });
      started.onExit((exit) => this.#end(exit));
    } catch (error) {
      this.#end({ code: null, signal: null, startError: sentenceOf(error, 'The launch') });
    }
  }

  /** Asks the worker to finish the step in hand, evaluate and save. */
  askToStop(): void {
    this.#process?.send({ type: 'stop' });
  }

  tell(message: Extract<ToWorker, { type: 'pause' | 'resume' | 'leave' | 'kept' }>): void {
    this.#process?.send(message);
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (!this.isGone) this.#process?.kill(signal);
  }

  /** Takes the worker as failed, for example because it is silent for too long. */
  fail(what: string, isLoss = false): void {
    this.#report({ rank: this.rank, reason: `${this.#title()} ${what}`, isExplained: false, isLoss });
  }

  #receive(message: unknown): void {
    // Its last word has been said, or what it says can no longer be trusted.
    if (this.isGone || this.isDone || this.hasFailed) return;
    const parsed = checkShape(fromWorkerSchema, message);
    if (!parsed.success) {
      const issue = parsed.issues[0];
      this.fail(
        `sent a message that does not fit the protocol (${issue?.path.join('.')}: ${issue?.message}).`,
      );
      return;
    }
    this.#take(parsed.data);
  }

  #take(message: FromWorker): void {
    if (message.type === 'hello') {
      if (this.isAtWork) return;
      this.isAtWork = true;
      this.#process?.send({ type: 'train', task: this.#place.task });
      return;
    }
    if (message.type === 'failed') {
      const { message: reason, lostPeer } = message;
      this.#process?.send({ type: 'end' });
      this.#report({
        rank: this.rank,
        reason,
        isExplained: true,
        ...(lostPeer === undefined ? {} : { lostPeer }),
      });
      return;
    }
    if (message.type === 'memory') this.#isLacking = message.isLacking;
    if (message.type === 'phase') this.#phase = message.phase;
    if (message.type === 'finished' || message.type === 'left') {
      this.isDone = true;
      this.#process?.send({ type: 'end' });
    }
    this.#listener.onMessage(this, message);
  }

  #end(exit: WorkerExit): void {
    this.isGone = true;
    // One that ends by itself before it could say hello would do so again.
    if (!this.isDone) this.fail(describeExit(exit, this.#lastWord), this.isAtWork || exit.signal !== null);
    this.#listener.onGone();
  }

  #report(failure: WorkerFailure): void {
    // After its first failure a worker's end says nothing new.
    if (this.hasFailed) return;
    this.hasFailed = true;
    this.#listener.onFailure(failure);
  }

  get device(): string {
    return this.#place.task.device;
  }

  #title(): string {
    return `Worker ${this.rank} on ${this.device}`;
  }
}

/** As glog writes what ends a process: `F1130 12:00:00.1 42 file.cc:8] Check failed: call() is OK (INTERNAL: why)`. */
const fatalLine = /^F\d{4} \S+\s+\d+ \S+\] (?:Check failed: .* is OK \((.+)\)|(.+?))\s*$/;
const longestWord = 300;

/** What a library says as it ends the process, as TensorFlow does where a GPU fails within some of its operations. */
function lastWordIn(line: string): string | undefined {
  const [, status, whole] = fatalLine.exec(line) ?? [];
  return (status ?? whole)?.slice(0, longestWord);
}

function describeExit({ code, signal, startError }: WorkerExit, lastWord: string | undefined): string {
  if (startError) return `could not be started: ${startError}.`;
  if (signal === 'SIGKILL')
    return 'was ended from outside (SIGKILL); the machine may have run out of memory: fewer samplesPerPass need less.';
  if (signal) {
    const why = lastWord === undefined ? '' : `: ${lastWord}`;
    return `crashed (${signal})${why}; the run's log may say more.`;
  }
  return `ended before its work was done, with exit code ${code}; the run's log may say more.`;
}
