import { FailedError } from '../../src-shared/errors';
import type { Answer, Askable, Question } from '../../src-shared/posterior/asking';
import { checkShape } from '../../src-shared/protocol/check-shape';
import { type FromWorker, fromWorkerSchema, type ToWorker } from '../../src-shared/protocol/worker-protocol';
import type { WorkerProcess } from '../processes/worker-process';
import { afterEvent, type LoadedEvent, type LoadedState, staysFor } from './loaded-state';
import { endText, failureOf, type PosteriorWorkshop, readyWorker } from './posterior-worker';

interface Awaited<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

type LoadingPlace = Omit<Extract<ToWorker, { type: 'load' }>, 'type' | 'posterior'>;

/** A posterior that a worker process of its own holds ready, until nobody has used it for a minute. */
export class LoadedPosterior {
  #state: LoadedState = { kind: 'opening', lastSeen: performance.now() };
  #worker: WorkerProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asked = 0;
  #loaded: Awaited<Askable> | undefined;
  #ended = () => {};
  readonly #unanswered = new Map<number, Awaited<Answer>>();
  readonly #askable: Promise<Askable>;
  /** Resolves once its process is gone. */
  readonly hasEnded = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });

  /** @param file a run's posterior.safetensors */
  constructor(
    readonly file: string,
    workshop: PosteriorWorkshop,
  ) {
    this.#askable = new Promise((resolve, reject) => {
      this.#loaded = { resolve, reject };
    });
    // Whoever asks is told.
    this.#askable.catch(() => {});
    this.#lookLater();
    void this.#start(workshop);
  }

  get isGone(): boolean {
    return this.#state.kind === 'gone';
  }

  /** Says that it is in use. Throws BadInputError or FailedError where it could not be loaded. */
  seen(): Promise<Askable> {
    this.#take({ kind: 'seen', at: performance.now() });
    return this.#askable;
  }

  /** Throws BadInputError where the question does not fit, and FailedError where its process ended without an answer. */
  async ask(question: Question): Promise<Answer> {
    await this.seen();
    this.#take({ kind: 'asked', at: performance.now() });
    if (!this.#worker || this.#state.kind === 'gone') throw new FailedError(left);
    const id = this.#asked;
    this.#asked += 1;
    const answer = new Promise<Answer>((resolve, reject) => this.#unanswered.set(id, { resolve, reject }));
    this.#worker.send({ type: 'ask', id, question });
    return answer;
  }

  /** Ends it, whoever uses it; resolves once its process is gone. */
  close(): Promise<void> {
    this.#take({ kind: 'ended' });
    return this.hasEnded;
  }

  async #start(workshop: PosteriorWorkshop): Promise<void> {
    try {
      const { start, ...device } = await readyWorker(workshop);
      if (this.isGone) return this.#ended();
      const worker = start();
      this.#worker = worker;
      worker.onLog(() => {});
      worker.onExit((exit) => {
        this.#worker = undefined;
        this.#take({ kind: 'ended', why: new FailedError(endText(exit)) });
        this.#ended();
      });
      worker.onMessage((raw) => this.#hear(raw, { engine: workshop.engine.choice, ...device }));
    } catch (error) {
      this.#take({ kind: 'ended', why: error instanceof Error ? error : new FailedError(String(error)) });
      this.#ended();
    }
  }

  #hear(raw: unknown, place: LoadingPlace): void {
    const message = checkShape(fromWorkerSchema, raw);
    if (!message.success) {
      const why = `The worker said what it should not (${message.issues[0]?.message}).`;
      this.#take({ kind: 'ended', why: new FailedError(why) });
    } else if (message.data.type === 'hello') {
      this.#worker?.send({ type: 'load', posterior: this.file, ...place });
    } else this.#follow(message.data);
  }

  #follow(message: FromWorker): void {
    switch (message.type) {
      case 'loaded':
        this.#take({ kind: 'loaded' });
        this.#loaded?.resolve(message.askable);
        return;
      case 'failed':
        this.#take({ kind: 'ended', why: failureOf(message) });
        return;
      case 'answered':
        this.#settle(message.id, ({ resolve }) => resolve(message.answer));
        return;
      case 'unanswered':
        this.#settle(message.id, ({ reject }) => reject(failureOf(message)));
        return;
    }
  }

  #settle(id: number, tell: (awaited: Awaited<Answer>) => void): void {
    const awaited = this.#unanswered.get(id);
    if (!awaited) return;
    this.#unanswered.delete(id);
    this.#take({ kind: 'answered' });
    tell(awaited);
  }

  #take(event: LoadedEvent): void {
    const wasGone = this.isGone;
    this.#state = afterEvent(this.#state, event);
    if (this.#state.kind === 'gone' && !wasGone) this.#leave(this.#state.why ?? new FailedError(left));
  }

  #leave(why: Error): void {
    clearTimeout(this.#timer);
    this.#loaded?.reject(why);
    for (const { reject } of this.#unanswered.values()) reject(why);
    this.#unanswered.clear();
    this.#worker?.kill('SIGKILL');
  }

  #lookLater(): void {
    this.#timer = setTimeout(
      () => {
        this.#take({ kind: 'looked', at: performance.now() });
        if (!this.isGone) this.#lookLater();
      },
      staysFor(this.#state, performance.now()),
    );
    this.#timer.unref();
  }
}

const left = 'The posterior was put away while it was asked; ask again.';
