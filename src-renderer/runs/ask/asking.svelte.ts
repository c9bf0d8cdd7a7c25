import type { Api } from '../../../src-shared/api';
import type { Askable, AskedItem, ClassAnswer, TestItem } from '../../../src-shared/asking';
import { sentenceOf } from '../../../src-shared/errors';
import type { Link } from '../../link/link.svelte';
import { type ClassDoubt, classDoubt } from './class-doubt';
import { NewestQuestion } from './newest-question';

interface AskingLink extends Pick<Link, 'onConnected'> {
  readonly api: Pick<Api, 'askable' | 'ask' | 'askedTestItem'>;
}

/** The core puts a posterior away a minute after it was last told that it is in use. */
const tellsEveryMs = 20_000;

/** Asks a run's posterior, which stays loaded while a view follows this. */
export class Asking {
  readonly #link: AskingLink;
  readonly #runId: string;
  readonly #questions: NewestQuestion<AskedItem, { readonly answer: ClassAnswer; readonly ms: number }>;
  #askable: Askable | undefined = $state.raw();
  #doubt: ClassDoubt | undefined = $state.raw();
  #answeredInMs = $state(0);
  #trouble = $state('');

  constructor(link: AskingLink, runId: string) {
    this.#link = link;
    this.#runId = runId;
    this.#questions = new NewestQuestion(
      (item) => this.#timed(item),
      ({ answer, ms }) => {
        this.#doubt = classDoubt(answer.probabilities);
        this.#answeredInMs = ms;
        this.#trouble = '';
      },
      (error) => this.#fail(error, 'The answer'),
    );
  }

  /** Undefined until it is loaded. */
  get askable(): Askable | undefined {
    return this.#askable;
  }

  /** Of the newest item that is answered; undefined where none is. */
  get doubt(): ClassDoubt | undefined {
    return this.#doubt;
  }

  get answeredInMs(): number {
    return this.#answeredInMs;
  }

  /** Why there is no posterior or no answer; empty where nothing is wrong. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Loads the posterior and keeps it loaded. Returns the function that ends that. */
  follow(): () => void {
    const ends = this.#link.onConnected(() => void this.load());
    const timer = setInterval(() => {
      // What could not be loaded is tried again where a person asks for it.
      if (this.#askable) void this.load();
    }, tellsEveryMs);
    return () => {
      ends();
      clearInterval(timer);
      this.#questions.drop();
    };
  }

  async load(): Promise<void> {
    try {
      this.#askable = await this.#link.api.askable(this.#runId);
      this.#trouble = '';
    } catch (error) {
      this.#askable = undefined;
      this.#fail(error, 'Loading the posterior');
    }
  }

  ask(item: AskedItem): void {
    this.#questions.put(item);
  }

  /** Forgets the answer, and any that is under way. */
  forget(): void {
    this.#questions.drop();
    this.#doubt = undefined;
  }

  /** Any item of the test split; undefined where there is none to be had. */
  async testItem(): Promise<TestItem | undefined> {
    try {
      return await this.#link.api.askedTestItem(this.#runId, Math.random());
    } catch (error) {
      this.#fail(error, 'Reading a test item');
      return undefined;
    }
  }

  async #timed(item: AskedItem): Promise<{ readonly answer: ClassAnswer; readonly ms: number }> {
    const from = performance.now();
    const answer = await this.#link.api.ask(this.#runId, item);
    return { answer, ms: performance.now() - from };
  }

  #fail(error: unknown, doing: string): void {
    this.#trouble = sentenceOf(error, doing);
  }
}
